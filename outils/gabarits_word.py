"""The Word templates that the product ships: ``python -m outils.gabarits_word``. A territory edits its own copy."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.shared import Cm, Pt

from outils.gabarits_conventions import CONVENTIONS
from outils.gabarits_courriers import COURRIERS
from outils.gabarits_plans import PLANS

if TYPE_CHECKING:
    from docx.document import Document as Feuille

RACINE = Path(__file__).resolve().parent.parent / "deplie"
# The same code gives the same file: no day of ours in it.
JOUR = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def _feuille() -> Feuille:
    feuille = Document()
    feuille.core_properties.author = "Déplie"
    feuille.core_properties.language = "fr-FR"
    feuille.core_properties.created = feuille.core_properties.modified = JOUR
    feuille.styles["Normal"].font.name = "Calibri"
    feuille.styles["Normal"].font.size = Pt(11)
    for page in feuille.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
    return feuille


def _si(feuille: Feuille, condition: str, *lignes: str) -> None:
    """Lines that stand only where a field says something."""
    feuille.add_paragraph(f"{{%p if {condition} %}}")
    for ligne in lignes:
        feuille.add_paragraph(ligne)
    feuille.add_paragraph("{%p endif %}")


def proces_verbal() -> Feuille:
    """The minutes of a séance: who was there, what was decided, why."""
    feuille = _feuille()
    feuille.core_properties.title = "Procès-verbal"
    feuille.add_heading("Procès-verbal", 0)
    feuille.add_heading("{{ instance }}", 1)
    feuille.add_paragraph("{{ territoire }}{% if dispositif %}, {{ dispositif }}{% endif %}")
    feuille.add_paragraph(
        "Séance du {{ date }}{% if heure %}, {{ heure }}{% endif %}{% if lieu %}, {{ lieu }}{% endif %}"
    )
    _si(feuille, "ordre_du_jour", "Ordre du jour : {{ ordre_du_jour }}")
    feuille.add_heading("Présences", 2)
    for nom, libelle in (
        ("presents", "Présents"),
        ("representes", "Représentés"),
        ("excuses", "Excusés"),
        ("absents", "Absents"),
    ):
        _si(feuille, nom, f"{libelle} : {{{{ {nom} | join(' ; ') }}}}.")
    _si(feuille, "quorum", "{{ quorum }}")
    _suites(feuille, "Suites de la séance précédente", "suites_precedentes")
    feuille.add_paragraph("{%p for groupe in groupes %}")
    feuille.add_heading("{{ groupe.titre }}", 2)
    _decisions(feuille)
    feuille.add_paragraph("{%p endfor %}")
    _suites(feuille, "Suites à donner", "suites")
    feuille.add_paragraph()
    feuille.add_paragraph("Fait à ……………………, le ……………………")
    feuille.add_paragraph("Signature de la présidence de séance :")
    feuille.add_paragraph()
    feuille.add_paragraph("Ce document nomme des personnes : il ne se transmet qu'aux membres de l'instance.")
    return feuille


def _suites(feuille: Feuille, titre: str, liste: str) -> None:
    feuille.add_paragraph(f"{{%p if {liste} %}}")
    feuille.add_heading(titre, 2)
    colonnes = {
        "À faire": "objet",
        "Qui en répond": "responsable",
        "Pour le": "echeance",
        "État": "etat",
        "Ce qui a été fait": "note",
    }
    _tableau(feuille, "suite", liste, colonnes)
    feuille.add_paragraph("{%p endif %}")


def _decisions(feuille: Feuille) -> None:
    titres = ("N°", "Personne", "Décision", "Raison", "Autre proposition")
    champs = (
        "{{ decision.rang }}",
        "{{ decision.nom }}",
        "{{ decision.resultat }}{% if decision.derogation %} (par dérogation){% endif %}"
        "{% if decision.rectifiee %}, {{ decision.rectifiee }}{% endif %}",
        "{{ decision.motif }}",
        "{{ decision.proposition }}",
    )
    tableau = feuille.add_table(rows=4, cols=len(titres), style="Table Grid")
    for colonne, titre in enumerate(titres):
        ecrit = tableau.rows[0].cells[colonne].paragraphs[0].add_run(titre)
        ecrit.bold = True
        tableau.rows[2].cells[colonne].text = champs[colonne]
    tableau.rows[1].cells[0].text = "{%tr for decision in groupe.decisions %}"
    tableau.rows[3].cells[0].text = "{%tr endfor %}"
    for ligne in tableau.rows:
        for cellule, largeur in zip(ligne.cells, (1.2, 4.3, 3.6, 4.4, 3.5), strict=True):
            cellule.width = Cm(largeur)


def contrat_plie() -> Feuille:
    """The contract PLIE: who, what is agreed, the étapes, where each signs."""
    feuille = _feuille()
    feuille.core_properties.title = "Contrat PLIE"
    feuille.add_heading("{{ titre }}", 0)
    feuille.add_paragraph("{{ territoire }}, {{ dispositif }}")
    feuille.add_paragraph("Établi le {{ etabli_le }}. Entrée dans le plan le {{ entree_le }}.")
    feuille.add_heading("Les parties", 2)
    feuille.add_paragraph(
        "La personne accompagnée : {{ personne }}{% if naissance %}, naissance le {{ naissance }}{% endif %}"
        "{% if adresse %}, {{ adresse }}{% endif %}."
    )
    feuille.add_paragraph("Le référent : {{ referent }}{% if structure %}, {{ structure }}{% endif %}.")
    feuille.add_paragraph("L'équipe du plan : {{ dispositif }}, {{ territoire }}.")
    feuille.add_heading("{% if avenant %}Ce que l'avenant change{% else %}Ce qui est convenu{% endif %}", 2)
    _liste(feuille, "objectif", "objectifs")
    feuille.add_heading("Freins à lever", 2)
    _liste(feuille, "frein", "freins")
    feuille.add_heading("Étapes prévues ou réalisées", 2)
    _tableau(feuille, "etape", "etapes", {"Étape": "nom", "Opérateur": "operateur", "Du": "debut", "Au": "fin"})
    feuille.add_heading("Signatures", 2)
    _tableau(feuille, "signature", "signatures", {"Partie": "qui", "Nom": "nom", "Signé le": "le"})
    feuille.add_paragraph()
    feuille.add_paragraph(
        "Ce contrat lie la personne, son référent et l'équipe du plan. L'accompagnement est volontaire."
    )
    return feuille


def lettre_de_decision() -> Feuille:
    """The letter of a decision on an application: the texts are those of ``financements.rules.lettre``."""
    feuille = _feuille()
    feuille.core_properties.title = "Décision sur un dossier"
    feuille.add_paragraph("{{ territoire }}\n{{ organisme }}\n{{ service }}")
    adresse = feuille.add_paragraph("{{ structure }}\n{{ destinataire }}\n{{ courriel }}")
    adresse.paragraph_format.left_indent = 3_600_000  # ten centimetres: the window of an envelope
    feuille.add_paragraph("Le {{ date }}")
    titre = feuille.add_paragraph()
    titre.add_run("Objet : {{ objet }} (dossier {{ code }})").bold = True
    feuille.add_paragraph("Bonjour,")
    for ligne in ("{%p for paragraphe in paragraphes %}", "{{ paragraphe }}", "{%p endfor %}"):
        feuille.add_paragraph(ligne)
    feuille.add_paragraph("{{ organisme }}")
    return feuille


def _liste(feuille: Feuille, un: str, liste: str) -> None:
    feuille.add_paragraph(f"{{%p for {un} in {liste} %}}")
    feuille.add_paragraph(f"{{{{ {un} }}}}", style="List Bullet")
    feuille.add_paragraph("{%p endfor %}")


def _tableau(feuille: Feuille, un: str, liste: str, colonnes: dict[str, str]) -> None:
    """A table with one line for each element of a field."""
    tableau = feuille.add_table(rows=4, cols=len(colonnes), style="Table Grid")
    for rang, (titre, champ) in enumerate(colonnes.items()):
        tableau.rows[0].cells[rang].paragraphs[0].add_run(titre).bold = True
        tableau.rows[2].cells[rang].text = f"{{{{ {un}.{champ} }}}}"
    tableau.rows[1].cells[0].text = f"{{%tr for {un} in {liste} %}}"
    tableau.rows[3].cells[0].text = "{%tr endfor %}"


GABARITS = {
    "instances/templates/instances/proces_verbal.docx": proces_verbal,
    "parcours/templates/parcours/documents/contrat_plie.docx": contrat_plie,
    "financements/templates/financements/documents/lettre.docx": lettre_de_decision,
}


def main() -> int:
    for chemin, faire in GABARITS.items():
        faire().save(str(RACINE / chemin))
        print(chemin)
    for nom, rediger in CONVENTIONS.items():
        feuille = _feuille()
        rediger(feuille)
        feuille.save(str(RACINE / f"financements/templates/financements/documents/{nom}.docx"))
        print(nom)
    for nom, dresser in PLANS.items():
        feuille = _feuille()
        dresser(feuille)
        feuille.save(str(RACINE / f"gouvernance/templates/gouvernance/documents/{nom}.docx"))
        print(nom)
    for nom, ecrire in COURRIERS.items():
        ecrire(_feuille()).save(str(RACINE / f"parcours/templates/parcours/courriers/{nom}.docx"))
        print(nom)
    return 0


if __name__ == "__main__":
    sys.exit(main())
