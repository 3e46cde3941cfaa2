"""The letters that the product ships, as Word templates: plain words, the fields of ``parcours.rules.courrier``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as Feuille


def _lettre(feuille: Feuille, objet: str, *paragraphes: str) -> Feuille:
    """Who writes, to whom, of what; the text; who signs."""
    feuille.core_properties.title = objet
    feuille.add_paragraph("{{ territoire }}\n{{ dispositif }}\n{{ structure }}")
    adresse = feuille.add_paragraph("{{ nom_complet }}\n{{ adresse }}\n{{ code_postal }} {{ commune }}")
    adresse.paragraph_format.left_indent = 3_600_000  # ten centimetres: the window of an envelope
    feuille.add_paragraph("Le {{ date }}")
    titre = feuille.add_paragraph()
    titre.add_run(f"Objet : {objet}").bold = True
    for paragraphe in paragraphes:
        feuille.add_paragraph(paragraphe)
    return feuille


def _signer(feuille: Feuille) -> Feuille:
    feuille.add_paragraph("{{ referent }}\n{{ structure }}\n{{ referent_courriel }}")
    return feuille


def convocation(feuille: Feuille) -> Feuille:
    _lettre(feuille, "votre rendez-vous", "Bonjour {{ prenom }},")
    feuille.add_paragraph("{%p if rendez_vous %}")
    feuille.add_paragraph(
        "Nous nous voyons le {{ rendez_vous }} à {{ rendez_vous_heure }}"
        "{% if rendez_vous_lieu %}, {{ rendez_vous_lieu }}{% endif %}."
    )
    feuille.add_paragraph("{%p else %}")
    feuille.add_paragraph("Je vous propose un rendez-vous le …………………… à …………………… .")
    feuille.add_paragraph("{%p endif %}")
    _message(feuille)
    feuille.add_paragraph("Si vous ne pouvez pas venir, prévenez-moi : nous trouverons une autre date.")
    return _signer(feuille)


def attestation(feuille: Feuille) -> Feuille:
    _lettre(
        feuille,
        "attestation d'accompagnement",
        "{{ nom_complet }}, né·e le {{ date_naissance }}, est accompagné·e dans le cadre du dispositif "
        "« {{ dispositif }} » depuis le {{ date_entree }}"
        "{% if date_sortie %} et jusqu'au {{ date_sortie }}{% endif %}.",
    )
    feuille.add_paragraph("{%p if etapes %}")
    feuille.add_paragraph("Étapes de ce parcours :")
    feuille.add_paragraph("{%p for etape in etapes %}")
    feuille.add_paragraph(
        "{{ etape.nom }}{% if etape.operateur %}, {{ etape.operateur }}{% endif %}, du {{ etape.debut }}"
        "{% if etape.fin %} au {{ etape.fin }}{% endif %}{% if etape.heures %} ({{ etape.heures }} heures){% endif %}",
        style="List Bullet",
    )
    feuille.add_paragraph("{%p endfor %}")
    feuille.add_paragraph("{%p endif %}")
    _message(feuille)
    feuille.add_paragraph("Attestation remise à la personne, à sa demande, pour faire valoir ce que de droit.")
    return _signer(feuille)


def orientation(feuille: Feuille) -> Feuille:
    _lettre(feuille, "votre orientation", "Bonjour {{ prenom }},")
    feuille.add_paragraph(
        "Comme nous en avons convenu, je vous oriente vers {{ operateur }} pour : {{ etape }}, à partir du "
        "{{ etape_debut }}."
    )
    _message(feuille)
    feuille.add_paragraph("Je reste votre référent·e pendant toute cette étape.")
    return _signer(feuille)


def relance(feuille: Feuille) -> Feuille:
    _lettre(
        feuille,
        "prenons des nouvelles",
        "Bonjour {{ prenom }},",
        "Nous ne nous sommes pas vus depuis quelque temps. Votre accompagnement continue : dites-moi où vous en êtes "
        "et ce dont vous avez besoin.",
    )
    _message(feuille)
    feuille.add_paragraph("Appelez-moi ou écrivez-moi, aux coordonnées ci-dessous.")
    return _signer(feuille)


def _message(feuille: Feuille) -> None:
    feuille.add_paragraph("{%p if message %}")
    feuille.add_paragraph("{{ message }}")
    feuille.add_paragraph("{%p endif %}")


COURRIERS: dict[str, Callable[[Feuille], Feuille]] = {
    "convocation": convocation,
    "attestation": attestation,
    "orientation": orientation,
    "relance": relance,
}
