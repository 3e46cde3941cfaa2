"""The Word templates of a plan of action: its sheets, one for each action, and the bilan of a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from docx.enum.text import WD_BREAK
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document as Feuille

MARGE: Final = Cm(2)


def _si(feuille: Feuille, condition: str, *lignes: str) -> None:
    feuille.add_paragraph(f"{{%p if {condition} %}}")
    for ligne in lignes:
        feuille.add_paragraph(ligne)
    feuille.add_paragraph("{%p endif %}")


def _tableau(
    feuille: Feuille, un: str, liste: str, colonnes: dict[str, str], rien: str, parts: Sequence[int] = ()
) -> None:
    """A table with a line for each element, its head repeated on each page; a sentence where there is none. ``parts``:
    what each column takes of the width."""
    from docx.oxml import OxmlElement

    feuille.add_paragraph(f"{{%p if {liste} %}}")
    tableau = feuille.add_table(rows=4, cols=len(colonnes), style="Table Grid")
    tableau.autofit = False
    tableau.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for rang, (titre, champ) in enumerate(colonnes.items()):
        tableau.rows[0].cells[rang].paragraphs[0].add_run(titre).bold = True
        tableau.rows[2].cells[rang].text = f"{{{{ {un}.{champ} }}}}"
    page, poids = feuille.sections[0], parts or (1,) * len(colonnes)
    assert page.page_width is not None
    utile = page.page_width - 2 * MARGE
    for rang, part in enumerate(poids):
        tableau.columns[rang].width = utile * part // sum(poids)
        for cellule in tableau.columns[rang].cells:
            cellule.width = utile * part // sum(poids)
    tableau.rows[1].cells[0].text = f"{{%tr for {un} in {liste} %}}"
    tableau.rows[3].cells[0].text = "{%tr endfor %}"
    feuille.add_paragraph("{%p else %}")
    feuille.add_paragraph(rien)
    feuille.add_paragraph("{%p endif %}")


def _serrer(feuille: Feuille) -> None:
    """Dense pages: a sheet of action holds on one."""
    feuille.styles["Normal"].font.size = Pt(10)
    feuille.styles["Normal"].paragraph_format.space_after = Pt(4)
    for page in feuille.sections:
        page.top_margin = page.bottom_margin = Cm(1.5)


def _en_paysage(feuille: Feuille) -> None:
    from docx.enum.section import WD_ORIENT

    for page in feuille.sections:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width


def fiches_action(feuille: Feuille) -> None:
    """What an action is, when, who, how much, and where it stands."""
    _serrer(feuille)
    feuille.core_properties.title = "Fiche action"
    feuille.add_paragraph("{%p for f in fiches %}")
    feuille.add_heading("{{ f.code }} {{ f.titre }}", 1)
    feuille.add_paragraph("{{ territoire }}, {{ plan }}. {{ f.axe }}. Situation au {{ situation }} : {{ f.etat }}.")
    _si(feuille, "f.description", "{{ f.description }}")
    for libelle, champ in (
        ("Pilote", "pilote"),
        ("Partenaires", "partenaires"),
        ("Public visé", "public"),
        ("Calendrier", "calendrier"),
    ):
        feuille.add_paragraph(f"{libelle} : {{{{ f.{champ} }}}}")
    _si(feuille, "f.retards", "En retard. {{ f.retards | join(' ') }}")
    feuille.add_heading("Jalons", 2)
    _tableau(
        feuille,
        "j",
        "f.jalons",
        {"Jalon": "libelle", "Attendu le": "prevu", "Atteint le": "atteint"},
        "Aucun.",
        (3, 1, 1),
    )
    feuille.add_heading("Budget", 2)
    colonnes = {"Financeur": "financeur", "Année": "annee", "Prévu": "prevu", "Obtenu": "obtenu"}
    _tableau(feuille, "b", "f.budget", colonnes, "Aucune ligne de budget.", (4, 1, 2, 2))
    _si(feuille, "f.budget", "Total prévu : {{ f.prevu }} ; total obtenu : {{ f.obtenu }}.")
    feuille.add_heading("Indicateurs", 2)
    colonnes = {"Indicateur": "libelle", "Départ": "depart", "Valeur": "valeur", "Cible": "cible"}
    _tableau(feuille, "i", "f.indicateurs", colonnes, "Aucun.", (4, 1, 3, 1))
    feuille.add_heading("Avancement", 2)
    _tableau(
        feuille, "p", "f.points", {"Quand": "quand", "Ce qui a été dit": "texte"}, "Aucun point d'avancement.", (2, 4)
    )
    feuille.add_paragraph("{%p if f.suivante %}")
    feuille.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    feuille.add_paragraph("{%p endif %}")
    feuille.add_paragraph("{%p endfor %}")


def bilan_plan(feuille: Feuille) -> None:
    """A year of a plan."""
    _serrer(feuille)
    _en_paysage(feuille)
    feuille.core_properties.title = "Bilan du plan d'actions"
    feuille.add_heading("{{ plan }}, bilan {{ annee }}", 0)
    feuille.add_paragraph("{{ territoire }}, situation au {{ situation }}. {{ resume }}")
    feuille.add_heading("Les actions par axe", 1)
    etats = {"À lancer": 0, "En cours": 1, "Suspendues": 2, "Réalisées": 3, "Abandonnées": 4}
    axes = {"Axe": "titre"} | {nom: f"nombres[{rang}]" for nom, rang in etats.items()}
    _tableau(
        feuille,
        "a",
        "axes",
        axes | {"Actions": "actions", "En retard": "retards"},
        "Aucun axe.",
        (9, 2, 2, 3, 2, 3, 2, 2),
    )
    dites = {"Action": "action", "Pilote": "pilote", "État": "etat"}
    feuille.add_heading("Réalisées dans l'année", 1)
    _tableau(feuille, "r", "realisees", dites | {"Ce qui a été fait": "texte"}, "Aucune.", (8, 5, 3, 8))
    feuille.add_heading("En retard", 1)
    _tableau(feuille, "r", "retards", dites | {"Pourquoi": "texte"}, "Aucune action n'est en retard.", (8, 5, 3, 11))
    feuille.add_heading("Budget de l'année, par financeur", 1)
    colonnes = {"Financeur": "financeur", "Prévu": "prevu", "Obtenu": "obtenu", "Lignes sans montant obtenu": "reste"}
    _tableau(feuille, "f", "apports", colonnes, "Aucune ligne de budget cette année-là.", (3, 1, 1, 1))
    feuille.add_heading("Indicateurs", 1)
    colonnes = {"N°": "action", "Indicateur": "libelle", "Départ": "depart", "Valeur": "valeur", "Cible": "cible"}
    _tableau(feuille, "m", "mesures", colonnes, "Aucun indicateur.", (1, 10, 2, 4, 2))
    feuille.add_heading("Jalons atteints", 1)
    jalons = {"N°": "action", "Jalon": "libelle", "Attendu le": "prevu"}
    _tableau(feuille, "j", "atteints", jalons | {"Atteint le": "atteint"}, "Aucun.", (1, 10, 2, 2))
    feuille.add_heading("Jalons manqués", 1)
    _tableau(feuille, "j", "manques", jalons, "Aucun.", (1, 12, 2))
    feuille.add_heading("Ce qui a été dit dans l'année", 1)
    _tableau(feuille, "r", "faites", dites | {"Ce qui a été dit": "texte"}, "Aucun point d'avancement.", (8, 5, 3, 11))


PLANS: Final[dict[str, Callable[[Feuille], None]]] = {"fiches_action": fiches_action, "bilan_plan": bilan_plan}
