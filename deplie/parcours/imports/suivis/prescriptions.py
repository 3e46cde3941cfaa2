"""The import of ``prescriptions``: a row is a person, a scheme and a day. It may bring somebody not known yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from deplie.parcours.actions.prescription import JOURS_D_ATTENTE
from deplie.parcours.imports import acteurs
from deplie.parcours.imports.colonnes import PRESCRIPTIONS
from deplie.parcours.imports.colonnes.prescriptions import IDENTITE
from deplie.parcours.imports.etapes import sejours as S
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LignePrescription
from deplie.parcours.imports.participants.lecture import structure
from deplie.parcours.imports.suivis.commun import (
    CREER,
    LA_PARTICIPATION,
    LA_PERSONNE,
    MODIFIER,
    Cle,
    Connue,
    Dossier,
    Fiche,
    LigneLue,
    TableSuivie,
    le,
)
from deplie.parcours.models import CritereProuve, FreinRepere, Prescription
from deplie.parcours.rules.controles import Constat
from deplie.parcours.rules.cycle import ADMIS, AJOURNE, ANNULE, EN_ATTENTE, ETATS, REFUSE
from deplie.parcours.rules.entretien import mots_de_sante
from deplie.personnes.models import Personne
from deplie.personnes.rules import cle_de_nom
from deplie.socle.imports import sql
from deplie.socle.imports.course import Course, Ligne
from deplie.socle.imports.lecture import texte_de_liste
from deplie.socle.lecture import Probleme
from deplie.socle.tableaux import DescriptionTable

_LIGNES: Final = LignePrescription._meta.db_table
_FINALES: Final = frozenset({ADMIS, REFUSE, ANNULE})
# Column of the file, its column in the table, its value there, what it holds when nothing is said.
_ECRITES: Final = {
    "prescripteur": ("prescripteur_id", "s.id", "NULL"),
    "origine": ("origine", "l.origine", f"'{Prescription.Origine.STRUCTURE}'"),
    "receveur": ("referent_id", "a.id", "NULL"),
    "statut": ("statut", "l.statut", "''"),
    "statut_le": ("statut_le", "COALESCE(l.entree, l.statut_le)", "l.prescrite_le"),
    "information_le": ("information_le", "l.information_le", "NULL"),
    "consentement_le": ("consentement_le", "l.consentement_le", "NULL"),
    "situation": ("situation", "l.situation", "''"),
    "raison": ("raison", "l.raison", "''"),
    "autre_voie": ("autre_voie", "l.autre_voie", "''"),
}
_FIXES: Final = ("personne_id", "dispositif_id", "le", "expire_le", "aller_vers", "participation_id")
_LISTES: Final = ("criteres", "pieces_du", "freins")
_LIENS: Final = (
    "LEFT JOIN acteurs_organisation s ON s.territoire_id = %s AND s.cle = l.prescripteur_cle "
    "LEFT JOIN acteurs_agent a ON a.territoire_id = %s AND a.courriel = l.receveur"
)
_CONNUES: Final = (
    "SELECT m.identifiant, o.dispositif_id, o.le, o.id, p.date_entree, s.cle, o.origine, a.courriel, o.statut, "
    "o.statut_le, o.information_le, o.consentement_le, NULLIF(o.situation, ''), NULLIF(o.raison, ''), "
    "NULLIF(o.autre_voie, '') FROM parcours_prescription o JOIN personnes_personne m ON m.id = o.personne_id "
    "LEFT JOIN parcours_participation p ON p.id = o.participation_id "
    "LEFT JOIN acteurs_organisation s ON s.id = o.prescripteur_id LEFT JOIN acteurs_agent a ON a.id = o.referent_id "
    "WHERE o.territoire_id = %s AND {0} ORDER BY o.id"
)


class TablePrescriptions(TableSuivie):
    """One line by prescription."""

    nom = "prescriptions"
    ordre = 15
    faits = ("prescription", "personne", "contact", "acteur")
    lignes = LignePrescription
    comparees = (*_ECRITES, *_LISTES)
    lues_en_plus = ("prescripteur_cle",)

    @property
    def description(self) -> DescriptionTable:
        return PRESCRIPTIONS

    def completer(
        self, lieu: Lieu, cellules: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Sequence[Probleme], Sequence[Probleme]]:
        lues = [cellules.get("prescripteur")]
        cle, remarques = structure(lieu, lues, 0, "prescripteur")
        if "prescripteur" in cellules:
            cellules["prescripteur"] = lues[0]
        avertis = list(remarques)
        if mots := mots_de_sante(cellules.get("situation") or ""):
            phrase = f"La situation semble parler de santé (« {' », « '.join(mots[:3])} ») : codez un frein santé."
            avertis.append(Probleme("situation", "", phrase))
        return (cle,), (), avertis

    def dossiers(self, lieu: Lieu, lot: int, identifiants: Sequence[str]) -> dict[str, Dossier]:
        territoire = lieu.territoire.pk
        dossiers = {qui: Dossier(lus) for qui, lus in S.lire(territoire, lot, identifiants).items()}
        condition, parametres = sql.parmi("m.identifiant", identifiants)
        lues = sql.lire(_CONNUES.format(condition), [territoire, *parametres])
        listes = _listes([ligne[3] for ligne in lues])
        for qui, dispositif, jour, numero, entree, *contenu in lues:
            cle = (qui, dispositif, jour)
            dossiers[qui].connues[cle] = Connue(numero, (*contenu, *listes[numero]))
            if entree:
                dossiers[qui].prises[dispositif, entree] = cle
        return dossiers

    def situer(self, lieu: Lieu, ligne: LigneLue, dossier: Dossier, course: Course) -> Constat | None:
        # Lines compare bodies by their key.
        if ligne.dite("prescripteur"):
            ligne.cellules["prescripteur"] = ligne.cellules["prescripteur_cle"]
        jour: date = ligne.cellules["prescrite_le"]
        if dossier.sejours is None and not (ligne.dite("nom") and ligne.dite("prenom")):
            phrase = (
                f"Personne ne porte l'identifiant « {ligne.identifiant} » dans le territoire : donnez le nom et le "
                "prénom, ou corrigez l'identifiant."
            )
            return Constat("identifiant", phrase)
        if jour > course.jour:
            phrase = f"La prescription ({le(jour)}) est dans l'avenir. Une date passée est attendue."
            return Constat("prescrite_le", phrase)
        ligne.cle = (ligne.identifiant, ligne.dispositif, jour)
        return None

    def verifier(self, fiche: Fiche, dossier: Dossier, course: Course) -> Constat | None:
        ligne, statut = fiche.derniere, fiche.valeurs["statut"]
        jour, depuis = ligne.cellules["prescrite_le"], fiche.valeurs["statut_le"] or ligne.cellules["prescrite_le"]
        avant = fiche.connue.contenu[self.comparees.index("statut")] if fiche.connue else ""
        if avant in _FINALES and statut != avant:
            phrase = f"Cette prescription est « {ETATS[avant]} » : un fichier n'y revient pas."
            return Constat("statut", phrase)
        for colonne in ("statut_le", "information_le", "consentement_le"):
            if (dit := fiche.valeurs[colonne]) and dit > course.jour:
                return Constat(colonne, f"Cette date ({le(dit)}) est dans l'avenir. Une date passée est attendue.")
        if depuis < jour:
            return Constat("statut_le", f"Le statut ({le(depuis)}) précède la prescription ({le(jour)}).")
        if statut in (AJOURNE, REFUSE, ANNULE) and not fiche.valeurs["raison"]:
            return Constat("raison", "Indiquez la raison : le prescripteur la lira.")
        if statut == REFUSE and not fiche.valeurs["autre_voie"]:
            return Constat("autre_voie", "Un refus propose une autre voie : indiquez laquelle.")
        if statut in EN_ATTENTE and jour + timedelta(days=JOURS_D_ATTENTE) < course.jour:
            phrase = f"Cette prescription attend depuis plus de {JOURS_D_ATTENTE} jours : elle sera classée sans suite."
            course.avertir(self.nom, Ligne(ligne.id, ligne.ligne), "statut", phrase)
        return None

    def ensemble(self, fiches: Mapping[Cle, Fiche], dossier: Dossier, lieu: Lieu) -> dict[Cle, Constat]:
        """Each admission has its participation; one prescription waits at a time, and for nobody followed already."""
        statut = self.comparees.index("statut")
        attendent = {cle for cle, connue in dossier.connues.items() if connue.contenu[statut] in EN_ATTENTE} - set(
            fiches
        )
        prises, refus = dict(dossier.prises), {}
        for cle, fiche in fiches.items():
            siens = [s for s in dossier.sejours or () if s.dispositif == cle[1]]
            if fiche.valeurs["statut"] == ADMIS:
                constat = self._admettre(cle, fiche, siens, prises)
            else:
                constat = self._attendre(cle, fiche, siens, attendent)
            if constat:
                refus[cle] = constat
        return refus

    def _admettre(
        self, cle: Cle, fiche: Fiche, siens: Sequence[S.Sejour], prises: dict[tuple[int, date], Cle]
    ) -> Constat | None:
        voulue = fiche.derniere.dite("statut_le")
        entrees = sorted(s.entree for s in siens if s.entree >= cle[2])
        libres = [e for e in entrees if prises.get((cle[1], e), cle) == cle and voulue in (None, e)]
        if not libres:
            quand = f" le {le(voulue)}" if voulue else " depuis"
            phrase = f"Cette prescription est dite admise, et aucune participation n'a commencé{quand} pour elle."
            return Constat("statut", phrase)
        prises[cle[1], libres[0]] = cle
        for ligne in fiche.lignes:
            ligne.entree = libres[0]
        return None

    def _attendre(self, cle: Cle, fiche: Fiche, siens: Sequence[S.Sejour], attendent: set[Cle]) -> Constat | None:
        if fiche.valeurs["statut"] not in EN_ATTENTE:
            return None
        if ouverts := [s for s in siens if s.sortie is None]:
            phrase = (
                f"Cette personne est suivie dans ce dispositif depuis le {le(ouverts[0].entree)} : "
                "sa prescription n'attend plus. Dites-la admise."
            )
            return Constat("statut", phrase)
        if any(autre[1] == cle[1] for autre in attendent):
            return Constat("statut", "Cette personne a déjà une prescription en attente dans ce dispositif.")
        attendent.add(cle)
        return None

    def annoncer(self, course: Course, lieu: Lieu) -> None:
        acteurs.annoncer_agents(course, lieu, acteurs.RECEVEURS)
        acteurs.annoncer_structures(course, lieu, acteurs.ORIENTEURS)

    def appliquer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        territoire, lignes = lieu.territoire.pk, sql.Portees(LignePrescription, course.lot.pk)
        if not lignes.actes:
            return
        acteurs.creer_agents(course, lieu, acteurs.RECEVEURS)
        acteurs.creer_structures(course, lieu, acteurs.ORIENTEURS)
        self._creer_personnes(course, territoire, lignes)
        if lignes.actes & MODIFIER:
            self._modifier(course, territoire, lignes.portant(MODIFIER))
        if lignes.actes & CREER:
            avant = sql.dernier(Prescription)
            valeurs = ", ".join(f"COALESCE({valeur}, {rien})" for _, valeur, rien in _ECRITES.values())
            colonnes = ", ".join((*_FIXES, *(ecrite for ecrite, _, _ in _ECRITES.values())))
            sql.executer(
                f"INSERT INTO parcours_prescription (territoire_id, {colonnes}) SELECT {int(territoire)}, m.id, "
                f"l.dispositif_id, l.prescrite_le, l.prescrite_le, '', p.id, {valeurs} FROM {_LIGNES} l {LA_PERSONNE} "
                f"LEFT {LA_PARTICIPATION} {_LIENS} WHERE {lignes.portant(CREER)} ORDER BY m.id, l.prescrite_le",
                [territoire] * 3,
            )
            neuves = Prescription.objects.filter(pk__gt=avant, territoire=territoire)
            echeances = [(jour + timedelta(days=JOURS_D_ATTENTE), pk) for pk, jour in neuves.values_list("pk", "le")]
            sql.modifier(Prescription, ("expire_le",), echeances)
            self.historiser(course, Prescription, "o.id > %s AND o.territoire_id = %s", [avant, territoire], "+")
        _ecrire_listes(lignes, territoire, self._bits)

    def _modifier(self, course: Course, territoire: int, condition: str) -> None:
        valeurs = [f"{e} = {self.reprise(c, valeur, e, rien)}" for c, (e, valeur, rien) in _ECRITES.items()]
        # Those that end first: one prescription waits at most, after each statement.
        attendent = ", ".join(f"'{code}'" for code in sorted(EN_ATTENTE))
        for parmi in ("NOT IN", "IN"):
            sql.executer(
                f"UPDATE parcours_prescription AS o SET {', '.join(valeurs)}, participation_id = p.id FROM {_LIGNES} l "
                f"{LA_PERSONNE} LEFT {LA_PARTICIPATION} {_LIENS} WHERE {condition} AND o.id = l.numero "
                f"AND COALESCE(l.statut, o.statut) {parmi} ({attendent})",
                [territoire] * 3,
            )
        self.historiser(course, Prescription, f"o.id IN (SELECT l.numero FROM {_LIGNES} l WHERE {condition})", [], "~")

    def _creer_personnes(self, course: Course, territoire: int, lignes: sql.Portees) -> None:
        """Those whom nobody knew: their identity is what the line says."""
        lues = sql.lire(
            f"SELECT l.identifiant, {', '.join(f'l.{c}' for c in IDENTITE)} FROM {_LIGNES} l "
            "LEFT JOIN personnes_personne m ON m.territoire_id = %s AND m.identifiant = l.identifiant "
            f"WHERE {lignes.portant(CREER)} AND m.id IS NULL ORDER BY l.id",
            [territoire],
        )
        avant, neuves = sql.dernier(Personne), {}
        for identifiant, *cellules in lues:
            dit = dict(zip(IDENTITE, cellules, strict=True))
            propres = {c: v if c == "date_naissance" else v or "" for c, v in dit.items()}
            neuves[identifiant] = Personne(
                territoire_id=territoire, identifiant=identifiant, **propres,
                cle_nom=cle_de_nom(propres["nom"], propres["prenom"]),
                cle_usage=cle_de_nom(propres["nom_usage"], propres["prenom"]) if propres["nom_usage"] else "",
            )  # fmt: skip
        Personne.objects.bulk_create(neuves.values(), batch_size=1_000)
        self.historiser(course, Personne, "o.id > %s AND o.territoire_id = %s", [avant, territoire], "+")


def _listes(prescriptions: Sequence[int]) -> dict[int, tuple[str | None, date | None, str | None]]:
    """Criteria, the day of their pieces when they share one, obstacles: as the comparison sees them."""
    codes: dict[int, list[str]] = {}
    pieces: dict[int, set[date | None]] = {}
    for numero, code, piece in CritereProuve.objects.filter(prescription__in=prescriptions).values_list(
        "prescription", "code", "piece_du"
    ):
        codes.setdefault(numero, []).append(code)
        pieces.setdefault(numero, set()).add(piece)
    themes: dict[int, list[str]] = {}
    for numero, theme in FreinRepere.objects.filter(prescription__in=prescriptions).values_list(
        "prescription", "theme"
    ):
        themes.setdefault(numero, []).append(theme)
    return {
        numero: (
            texte_de_liste(codes.get(numero, ())) or None,
            next(iter(pieces[numero])) if len(pieces.get(numero, ())) == 1 else None,
            texte_de_liste(themes.get(numero, ())) or None,
        )
        for numero in prescriptions
    }


def _ecrire_listes(lignes: sql.Portees, territoire: int, bits: Mapping[str, int]) -> None:
    """Replace the criteria and the obstacles that a line tells or erases; what it leaves empty stays."""
    lues = sql.lire(
        f"SELECT o.id, l.vides, l.criteres, l.pieces_du, l.freins FROM {_LIGNES} l {LA_PERSONNE} "
        "JOIN parcours_prescription o ON o.personne_id = m.id AND o.dispositif_id = l.dispositif_id "
        f"AND o.le = l.prescrite_le WHERE {lignes.du_lot} AND l.actions <> 0 ORDER BY o.id",
        [territoire],
    )
    criteres: list[CritereProuve] = []
    freins: list[FreinRepere] = []
    avec_criteres = [ligne for ligne in lues if ligne[2] or ligne[1] & bits["criteres"]]
    avec_freins = [ligne for ligne in lues if ligne[4] or ligne[1] & bits["freins"]]
    for numero, _, codes, piece, _ in avec_criteres:
        criteres += [CritereProuve(prescription_id=numero, code=c, piece_du=piece) for c in _codes(codes)]
    for numero, _, _, _, themes in avec_freins:
        freins += [FreinRepere(prescription_id=numero, theme=theme) for theme in _codes(themes)]
    CritereProuve.objects.filter(prescription__in=[ligne[0] for ligne in avec_criteres]).delete()
    FreinRepere.objects.filter(prescription__in=[ligne[0] for ligne in avec_freins]).delete()
    CritereProuve.objects.bulk_create(criteres, batch_size=1_000)
    FreinRepere.objects.bulk_create(freins, batch_size=1_000)
    for numero, vides, codes, piece, _ in lues:
        if (piece or vides & bits["pieces_du"]) and not codes:
            CritereProuve.objects.filter(prescription=numero).update(piece_du=piece)


def _codes(texte: str | None) -> list[str]:
    return [code for code in (texte or "").strip("|").split("|") if code]
