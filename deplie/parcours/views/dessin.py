"""The drawing of a parcours in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from deplie.parcours.models import Etape
from deplie.parcours.models import Jalon as JalonDuParcours
from deplie.parcours.queries.personne import Suivi, nom_d_etape
from deplie.parcours.rules.sortie import MOTIFS_EMPLOI, fin_du_sixieme_mois
from deplie.socle.graphiques import Bande, Dessin, Jalon, frise

EMPLOI = frozenset(
    {
        "IAE_ACI", "IAE_EI", "IAE_AI", "IAE_ETTI", "CLAUSE", "AIDE", "ALTERN", "EMPLOI_COURT", "EMPLOI_DUR", "CREA",
        "SUIVI_EMPLOI",
    }
)  # fmt: skip
FORMATION = frozenset({"PREPA", "QUALIF", "ATELIER"})
LEVEE = frozenset({"MOB", "DIAG", "PMSMP"})
# Past so many bands the drawing would be unreadable: the table below says them all.
BANDES_AU_PLUS = 14


def frise_du(suivi: Suivi, faits: Sequence[JalonDuParcours] = ()) -> Dessin:
    """The étapes of a participation between its entry and its exit, and what marks it."""
    p = suivi.participation
    montrees = [etape for etape in reversed(suivi.etapes) if etape.statut != "ANNULEE"][-BANDES_AU_PLUS:]
    bandes = [_bande(etape) for etape in montrees]
    fins = [bande.fin for bande in bandes if bande.fin] + [bande.debut for bande in bandes]
    debut = min([p.date_entree, *(bande.debut for bande in bandes)])
    jalons = _jalons(suivi) + [Jalon(fait.debut, _COURTS[fait.genre]) for fait in faits]
    fin = max([suivi.fin, *fins, *(jalon.jour for jalon in jalons)])
    return frise(
        bandes,
        jalons,
        debut=debut,
        fin=max(fin, debut + timedelta(days=30)),
        aujourdhui=suivi.jour,
        phrase=_phrase(suivi),
    )


_COURTS = {"EQUIPEMENT": "équipement", "CERTIFICAT": "certificat", "JURY": "jury"}


def _bande(etape: Etape) -> Bande:
    familles = {"emploi": EMPLOI, "formation": FORMATION, "levee": LEVEE}
    famille = next((nom for nom, categories in familles.items() if etape.categorie in categories), "autre")
    return Bande(etape.date_debut, etape.date_fin, nom_d_etape(etape), famille)


def _jalons(suivi: Suivi) -> list[Jalon]:
    p = suivi.participation
    jalons = [Jalon(p.date_entree, "entrée", fort=True)]
    if p.date_sortie:
        jalons.append(Jalon(p.date_sortie, "sortie", fort=True))
        if suivi.motif in MOTIFS_EMPLOI:
            jalons.append(Jalon(fin_du_sixieme_mois(p.date_sortie), "6e mois"))
    return jalons


def _phrase(suivi: Suivi) -> str:
    p = suivi.participation
    combien = len(suivi.etapes)
    etapes = "aucune étape" if not combien else "une étape" if combien == 1 else f"{combien} étapes"
    fin = f"au {_ecrit(p.date_sortie)}" if p.date_sortie else "à aujourd'hui"
    return f"Parcours {p.dispositif.code} du {_ecrit(p.date_entree)} {fin} : {etapes}"


def _ecrit(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
