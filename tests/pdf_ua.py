"""A PDF read by a checker of PDF/UA (ISO 14289-1), and by what a validator cannot see: silent headings of tables."""

from __future__ import annotations

from tempfile import NamedTemporaryFile
from typing import Final

from outloud import check

# What the checker guesses about language, beside the standard: the running foot of a document of one page is taken for
# a lost paragraph (TAG-002), the sentence of a chart, full of numbers, for a text that is not one (FIG-012).
DEVINES: Final = {"TAG-002", "FIG-012"}
# Points of the Matterhorn protocol that no machine reads: colours, stretched characters, printed forms.
A_L_OEIL: Final = {"04", "12", "24"}


def fautes_de(octets: bytes) -> list[str]:
    """What is wrong with a PDF for who hears it, by its rule; empty when nothing is."""
    with NamedTemporaryFile(suffix=".pdf") as fichier:
        fichier.write(octets)
        fichier.flush()
        lu = check(fichier.name, skip=DEVINES)
    points = {point["id"]: point["status"] for point in lu.criteria["pdfua1"]}
    assert len(points) == 31
    lacunes = [f"point {rang} : {dit}" for rang, dit in points.items() if dit not in ("pass", "not-applicable")]
    return sorted(
        {f"{trouvee.rule} : {trouvee.message}" for trouvee in lu.findings}
        | {lacune for lacune in lacunes if lacune[6:8] not in A_L_OEIL}
    )
