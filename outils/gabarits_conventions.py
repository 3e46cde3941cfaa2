"""The Word templates of a convention and of its avenants; a territory edits its own copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from docx.document import Document as Feuille


def _si(feuille: Feuille, condition: str, *lignes: str) -> None:
    feuille.add_paragraph(f"{{%p if {condition} %}}")
    for ligne in lignes:
        feuille.add_paragraph(ligne)
    feuille.add_paragraph("{%p endif %}")


def _liste(feuille: Feuille, un: str, liste: str) -> None:
    feuille.add_paragraph(f"{{%p for {un} in {liste} %}}")
    feuille.add_paragraph(f"{{{{ {un} }}}}", style="List Bullet")
    feuille.add_paragraph("{%p endfor %}")


def _tableau(feuille: Feuille, un: str, liste: str, colonnes: dict[str, str]) -> None:
    """A table that stands only where its field has lines."""
    feuille.add_paragraph(f"{{%p if {liste} %}}")
    tableau = feuille.add_table(rows=4, cols=len(colonnes), style="Table Grid")
    for rang, (titre, champ) in enumerate(colonnes.items()):
        tableau.rows[0].cells[rang].paragraphs[0].add_run(titre).bold = True
        tableau.rows[2].cells[rang].text = f"{{{{ {un}.{champ} }}}}"
    tableau.rows[1].cells[0].text = f"{{%tr for {un} in {liste} %}}"
    tableau.rows[3].cells[0].text = "{%tr endfor %}"
    feuille.add_paragraph("{%p endif %}")


def _parties(feuille: Feuille) -> None:
    feuille.add_paragraph("Entre {{ organisme }} ({{ territoire }}), d'une part,")
    feuille.add_paragraph(
        "et {{ structure }}{% if siret %}, SIRET {{ siret }}{% endif %}{% if contact %}, représentée par {{ contact }}"
        "{% endif %}, ci-après « le porteur », d'autre part,"
    )
    feuille.add_paragraph("il est convenu ce qui suit.")


def _signatures(feuille: Feuille) -> None:
    feuille.add_heading("Signatures", 2)
    feuille.add_paragraph("Fait en deux exemplaires, à ……………………, le ……………………")
    tableau = feuille.add_table(rows=2, cols=2, style="Table Grid")
    for rang, qui in enumerate(("{{ organisme }}", "{{ structure }}")):
        tableau.rows[0].cells[rang].text = f"Pour {qui}"
        tableau.rows[1].cells[rang].text = "Nom, qualité et signature :\n\n\n"


def convention(feuille: Feuille) -> None:
    """A convention: parties, project, amounts, plan, schedule, duties, retention, signatures."""
    feuille.core_properties.title = "Convention"
    feuille.add_heading("Convention {{ numero }}", 0)
    feuille.add_paragraph("{{ intitule }}")
    _si(feuille, "programmation", "{{ programmation }}{% if programme %} : {{ programme }}{% endif %}")
    _parties(feuille)
    feuille.add_heading("Article 1. Objet", 2)
    feuille.add_paragraph(
        "Le porteur réalise l'opération {{ code }}, « {{ intitule }} »{% if appel %}, retenue à l'appel à projets "
        "« {{ appel }} »{% endif %}{% if instance %} ({{ instance }}){% endif %}."
    )
    _si(feuille, "resume", "{{ resume }}")
    _si(feuille, "objectif", "{% if axe %}{{ axe }}, o{% else %}O{% endif %}bjectif spécifique : {{ objectif }}.")
    feuille.add_heading("Article 2. Durée", 2)
    feuille.add_paragraph(
        "Les dépenses de l'opération sont admises du {{ debut }} au {{ fin }}, ces deux jours compris."
    )
    feuille.add_heading("Article 3. Montant et plan de financement", 2)
    feuille.add_paragraph(
        "Le coût total de l'opération est de {{ cout_total }}. L'aide est de {{ aide }} au plus, soit {{ taux }}."
    )
    _si(feuille, "forfait", "Option de coûts simplifiés : {{ forfait }}.")
    _tableau(feuille, "ligne", "plan", {"Poste": "poste", "Année": "annee", "Montant": "montant"})
    feuille.add_paragraph()
    _tableau(feuille, "apport", "financeurs", {"Financeur": "financeur", "Montant": "montant"})
    feuille.add_heading("Article 4. Versements", 2)
    feuille.add_paragraph(
        "L'aide est versée selon les dépenses retenues, au taux de la convention. Une somme versée au-delà de ce "
        "qui est dû est reversée par le porteur."
    )
    _tableau(feuille, "versement", "versements", {"Versement": "nature", "Prévu le": "prevu_le", "Montant": "montant"})
    feuille.add_heading("Article 5. Bilans et contrôle", 2)
    feuille.add_paragraph("Le porteur rend :")
    _liste(feuille, "bilan", "bilans")
    _si(feuille, "pieces", "Avec chaque bilan : {{ pieces | join(' ; ') }}.")
    feuille.add_paragraph("{{ controle }}")
    feuille.add_heading("Article 6. Obligations du porteur", 2)
    _liste(feuille, "obligation", "obligations")
    feuille.add_heading("Article 7. Conservation des pièces", 2)
    feuille.add_paragraph(
        "{{ conservation }}{% if conserver_jusqu_au %} À ce jour : jusqu'au {{ conserver_jusqu_au }}.{% endif %}"
    )
    feuille.add_heading("Article 8. Changements", 2)
    feuille.add_paragraph("La convention se change par un avenant signé des deux parties, avant son dernier jour.")
    _signatures(feuille)


def avenant(feuille: Feuille) -> None:
    """An avenant: what it changes, from when; the rest stands."""
    feuille.core_properties.title = "Avenant"
    feuille.add_heading("Avenant n° {{ avenant }} à la convention {{ numero }}", 0)
    feuille.add_paragraph("{{ intitule }}")
    _si(feuille, "programmation", "{{ programmation }}")
    _parties(feuille)
    feuille.add_heading("Article 1. Objet", 2)
    feuille.add_paragraph("{{ objet }}.")
    feuille.add_paragraph("La convention a été signée le {{ signee_le }} pour l'opération {{ code }}.")
    feuille.add_heading("Article 2. Ce qui change", 2)
    _si(feuille, "not changements", "Les montants et les dates de la convention ne changent pas.")
    _tableau(feuille, "un", "changements", {"Terme": "terme", "Avant": "avant", "Après": "apres"})
    feuille.add_heading("Article 3. Effet", 2)
    feuille.add_paragraph(
        "L'avenant prend effet le {{ effet_le }}. Les autres termes de la convention restent les mêmes."
    )
    _signatures(feuille)


CONVENTIONS: Final[dict[str, Callable[[Feuille], None]]] = {"convention": convention, "avenant": avenant}
