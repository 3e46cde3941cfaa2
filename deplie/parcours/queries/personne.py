"""What the page of a person shows of their parcours, as an actor may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from deplie.acteurs.queries import Acteur
from deplie.parcours.models import Etape, Participation
from deplie.parcours.queries.alertes import alertes_de, delais_de
from deplie.parcours.queries.etapes import etapes_des
from deplie.parcours.queries.perimetre import visibles_par
from deplie.parcours.queries.suivi import Vie, vies
from deplie.parcours.rules.alertes import CHAMPS_DU_DOSSIER, Alerte
from deplie.parcours.rules.critere import lisibles
from deplie.parcours.rules.duree import jours_de_parcours, mois
from deplie.parcours.rules.etape import se_compte
from deplie.parcours.rules.piece import est_preuve
from deplie.parcours.rules.sortie import MOTIFS_EMPLOI, fin_du_sixieme_mois, motif_lisible
from deplie.personnes.models import Personne, ReponseSensible
from deplie.territoires.rules import (
    CATEGORIE_ETAPE,
    CRITERE,
    FREIN,
    MOTIF_ANNULATION,
    MOTIF_SORTIE,
    NIVEAU_FORMATION,
    OUI_NON,
    OUI_NON_NSP,
    STATUT_ENTREE,
    STATUT_ETAPE,
)

# An étape that ends within so many days asks what comes next.
BIENTOT = timedelta(days=30)


@dataclass(frozen=True)
class EtapeLue:
    """An étape with its codes as people read them."""

    etape: Etape

    @property
    def nom(self) -> str:
        return nom_d_etape(self.etape)

    @property
    def categorie(self) -> str:
        """The category, where the name does not say it already."""
        return CATEGORIE_ETAPE.libelle(self.etape.categorie) if self.etape.intitule else ""

    @property
    def statut(self) -> str:
        return STATUT_ETAPE.libelle(self.etape.statut)

    @property
    def finance(self) -> str:
        return OUI_NON.libelle(self.etape.finance_plie)


@dataclass(frozen=True)
class Suivi:
    """A participation with its étapes (the latest first), its alerts, the codes of its criteria that may be read."""

    participation: Participation
    etapes: list[Etape]
    alertes: list[Alerte]
    criteres: list[str]
    motif: str
    jour: date
    vie: Vie
    reprise: str = ""
    prescripteur: str = ""

    @property
    def annule(self) -> bool:
        return self.participation.motif_sortie == MOTIF_ANNULATION

    @property
    def en_cours(self) -> bool:
        sortie = self.participation.date_sortie
        return not self.annule and (sortie is None or sortie > self.jour)

    @property
    def fin(self) -> date:
        """The exit, else the day of the page."""
        return self.participation.date_sortie or max(self.jour, self.participation.date_entree)

    @property
    def duree(self) -> int:
        """Whole months, suspensions taken off."""
        p = self.participation
        return int(mois(jours_de_parcours(p.date_entree, self.fin, p.jours_suspension)))

    @property
    def duree_ecrite(self) -> str:
        """« 8 mois », « 1 an et 1 mois », « moins d'un mois »."""
        ans, reste = divmod(self.duree, 12)
        morceaux = [f"{ans} an{'s' if ans > 1 else ''}"] * bool(ans) + [f"{reste} mois"] * bool(reste)
        return " et ".join(morceaux) or "moins d'un mois"

    @property
    def motif_libelle(self) -> str:
        return MOTIF_SORTIE.libelle(self.motif) if self.motif else ""

    @property
    def etapes_lues(self) -> list[EtapeLue]:
        return [EtapeLue(etape) for etape in self.etapes]

    @property
    def a_prouver(self) -> bool:
        """An exit to work that neither a piece nor a dated job proves (V18). Asked once the pieces are read."""
        p = self.participation
        pieces = any(est_preuve(piece.datee_du, piece.retiree_le) for piece in p.pieces_lues)
        return p.motif_sortie in MOTIFS_EMPLOI and not pieces and not any(e.preuve_du for e in self.vie.emplois)

    @property
    def situation(self) -> list[tuple[str, str]]:
        """(label, value as read) of what was true at entry; an unknown value is empty."""
        p = self.participation
        return [
            ("Commune", " ".join(filter(None, (p.commune, f"({p.code_commune})" if p.code_commune else "")))),
            ("Quartier prioritaire", " ".join(filter(None, (OUI_NON_NSP.libelle(p.qpv), p.code_qpv)))),
            ("Zone rurale", OUI_NON_NSP.libelle(p.zone_rurale)),
            ("Niveau de formation", NIVEAU_FORMATION.libelle(p.niveau_formation)),
            ("Situation", STATUT_ENTREE.libelle(p.statut_entree)),
            ("Chômage", "" if p.duree_chomage_mois is None else f"{p.duree_chomage_mois} mois"),
            ("Critères d'éligibilité", " ; ".join(CRITERE.libelle(code) for code in self.criteres)),
            ("Freins", " ; ".join(FREIN.libelle(frein.theme) for frein in p.freins.all())),
            ("Prescription", f"{p.date_prescription:%d/%m/%Y}" if p.date_prescription else ""),
            ("Prescripteur", self.prescripteur),
            ("Référent", str(p.referent or "")),
        ]

    @property
    def manques(self) -> list[str]:
        """The fields of a complete record that are not known."""
        p = self.participation
        valeurs = {
            "sexe": p.personne.sexe,
            "date_naissance": p.personne.date_naissance,
            "statut_entree": p.statut_entree,
            "niveau_formation": p.niveau_formation,
        }
        return [nom for champ, nom in CHAMPS_DU_DOSSIER.items() if not valeurs[champ]]


def suivis(acteur: Acteur, personne: Personne, jour: date, *, entree: bool = True) -> list[Suivi]:
    """The participations of a person that the actor may see: in progress, then the latest; cancelled ones last.

    ``entree``: with the criteria and the freins of each, which one tab alone shows.
    """
    proches = visibles_par(acteur).filter(personne=personne).select_related("dispositif", "referent", "prescripteur")
    participations = list(proches.order_by("-date_entree", "-pk"))
    if entree:
        prefetch_related_objects(participations, "criteres", "freins")
    pks = [participation.pk for participation in participations]
    etapes, lues = etapes_des(acteur, pks), vies(participations)
    sensible, situation = acteur.peut("sensible.lire"), acteur.peut("participation.situation")
    alertes = alertes_de(pks, jour, delais_de(acteur.territoire)) if situation else {}
    trouves = []
    for participation in participations:
        participation.personne = personne
        codes = [critere.code for critere in participation.criteres.all()] if situation and entree else []
        motif = motif_lisible(participation.motif_sortie, sensible) if situation else ""
        leves = alertes.get(participation.pk, [])
        siennes = etapes.get(participation.pk, [])
        vie = lues[participation.pk]
        lus, qui = lisibles(codes, sensible), acteur.dit(participation.prescripteur)
        trouves.append(Suivi(participation, siennes, leves, lus, motif, jour, vie, prescripteur=qui))
    trouves = [replace(suivi, reprise=_reprise(suivi, trouves)) for suivi in trouves]
    return sorted(trouves, key=lambda suivi: (suivi.annule, not suivi.en_cours))


def _reprise(suivi: Suivi, tous: list[Suivi]) -> str:
    """« 2e parcours dans ce dispositif, le premier du … au … » of who came back; empty for a first one."""
    p = suivi.participation
    memes = [t.participation for t in tous if not t.annule and t.participation.dispositif_id == p.dispositif_id]
    avant = [autre for autre in memes if autre.date_entree < p.date_entree]
    if suivi.annule or not avant:
        return ""
    premiere = min(avant, key=lambda autre: autre.date_entree)
    fin = f" au {premiere.date_sortie:%d/%m/%Y}" if premiere.date_sortie else ""
    return f"{len(avant) + 1}e parcours dans ce dispositif, le premier du {premiere.date_entree:%d/%m/%Y}{fin}."


def dire(alerte: Alerte, suivi: Suivi) -> str:
    """What an alert says of this parcours: a date, a name, what is missing."""
    p = suivi.participation
    if alerte.code == "incomplet":
        return f"Il manque : {', '.join(suivi.manques)}."
    if alerte.code == "sortie_provisoire":
        return f"Sortie du {p.date_sortie:%d/%m/%Y}{f', {suivi.motif_libelle}' if suivi.motif else ', sans motif'}."
    if alerte.code == "sixieme_mois" and p.date_sortie:
        return f"Il s'achevait le {fin_du_sixieme_mois(p.date_sortie):%d/%m/%Y}."
    if alerte.code == "etape_apres_sortie":
        ouvertes = [e for e in suivi.etapes if e.date_fin is None and e.categorie != "SUIVI_EMPLOI"]
        return f"{' ; '.join(nom_d_etape(etape) for etape in ouvertes)} : sans date de fin."
    if alerte.code == "etape_hors_parcours" and p.date_sortie:
        dehors = [e for e in suivi.etapes if e.date_debut > p.date_sortie and e.categorie != "SUIVI_EMPLOI"]
        return f"Sortie du {p.date_sortie:%d/%m/%Y} ; {' ; '.join(map(nom_d_etape, dehors))}."
    if alerte.code == "donnees_sortie":
        return f"Sortie du {p.date_sortie:%d/%m/%Y}."
    if alerte.code in ("emploi_six_mois", "constat_emploi", "emploi_sans_preuve") and suivi.vie.emploi:
        emploi = suivi.vie.emploi
        return f"{emploi.get_contrat_display()} depuis le {emploi.debut:%d/%m/%Y}."
    if alerte.code == "suspension_echue":
        return " ".join(f"Reprise prévue le {s.fin_prevue:%d/%m/%Y}." for s in suivi.vie.suspensions if s.fin is None)
    if alerte.code == "sans_etape":
        finies = [e.date_fin for e in suivi.etapes if e.date_fin and se_compte(e.categorie, e.statut)]
        return f"La dernière s'est terminée le {max(finies):%d/%m/%Y}." if finies else "Aucune depuis l'entrée."
    return ""


def prochaines(suivi: Suivi) -> Iterator[tuple[date, str]]:
    """What is coming in a parcours, when nothing is late: the end of an étape, its beginning, a sixth month."""
    p, jour = suivi.participation, suivi.jour
    for etape in suivi.etapes:
        if etape.date_fin and jour <= etape.date_fin <= jour + BIENTOT and se_compte(etape.categorie, etape.statut):
            yield etape.date_fin, f"Fin de l'étape « {nom_d_etape(etape)} » : préparer la suite"
        if etape.date_debut > jour and etape.statut != "ANNULEE":
            yield etape.date_debut, f"Début de l'étape « {nom_d_etape(etape)} »"
    if p.date_sortie and p.motif_sortie in MOTIFS_EMPLOI and not p.situation_6_mois:
        echeance = fin_du_sixieme_mois(p.date_sortie)
        if echeance > jour and suivi.motif:
            yield echeance, "Sixième mois en emploi : relever la situation"


def etapes_ouvertes(participation: Participation) -> list[str]:
    """The names of the étapes that an exit would end."""
    ouvertes = participation.etapes.filter(date_fin=None).exclude(statut="ANNULEE").exclude(categorie="SUIVI_EMPLOI")
    return [nom_d_etape(etape) for etape in ouvertes.order_by("date_debut", "pk")]


def nom_d_etape(etape: Etape) -> str:
    return etape.intitule or CATEGORIE_ETAPE.libelle(etape.categorie)


def reponses_sensibles(personne: Personne):
    """Every answer, the latest first. The caller holds the right and has journaled the reading."""
    return ReponseSensible.objects.filter(personne=personne).order_by("question", "-le")
