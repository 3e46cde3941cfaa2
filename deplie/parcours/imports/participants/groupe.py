"""What the lines of one person would do, over what is recorded of that person. No database here.

All the lines that a run brings for one ``identifiant`` are looked at together, in the order of the file: the last
filled cell wins, refused lines are set aside and the rest is looked at again, until nothing more is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from deplie.parcours.imports.participants.cellules import (
    CHANGER_IDENTITE,
    CREER_PARTICIPATION,
    CREER_PERSONNE,
    ECRIRE_CRITERES,
    ECRIRE_FREINS,
    ECRIRE_SENSIBLES,
    LISTES,
    MODIFIER_PARTICIPATION,
    MODIFIER_PERSONNE,
    MOTIF,
    NAISSANCE,
    NOM,
    PARTICIPATION,
    PERSONNE,
    PRENOM,
    RIEN_LISTES,
    RIEN_PARTICIPATION,
    RIEN_PERSONNE,
    RIEN_SENSIBLES,
    SENSIBLES,
    SORTIE,
    USAGE,
    Cellules,
    Cle,
    Fusion,
    LigneLue,
    ParticipationConnue,
    PersonneConnue,
    Sort,
    Verdict,
    deja,
    fondre,
    sans_vide,
    superposer,
)
from deplie.parcours.imports.participants.chevauchement import Sejour, chevauchements
from deplie.parcours.imports.participants.remarques import ecarts, identite_changee, memes_cles
from deplie.parcours.rules.controles import Constat, Etat, Reperes, avertissements, refus
from deplie.socle.models import LigneLot


def juger(lignes: Sequence[LigneLue], connue: PersonneConnue | None, reperes: Reperes) -> Verdict:
    """What the lines of one person would do over ``connue`` (None: nobody of that number yet)."""
    if len(lignes) == 1:
        ligne = lignes[0]
        courte = _nouvelle(ligne, reperes) if connue is None else _inchangee(ligne, connue, reperes)
        if courte:
            return courte
    return Groupe(lignes, connue, reperes).juger()


def _nouvelle(ligne: LigneLue, reperes: Reperes) -> Verdict | None:
    """The short way of most lines of a first import: one line, nobody recorded. None when it is refused."""
    personne, participation, listes = (
        sans_vide(ligne.personne),
        sans_vide(ligne.participation),
        sans_vide(ligne.listes),
    )
    etat = Etat(*personne, *participation, *listes, ligne.dispositif, ligne.entree)
    if refus(etat, reperes.jour):
        return None
    actions = CREER_PERSONNE | CREER_PARTICIPATION
    if etat.criteres is not None:
        actions |= ECRIRE_CRITERES
    if etat.freins is not None:
        actions |= ECRIRE_FREINS
    if sans_vide(ligne.sensibles) != RIEN_SENSIBLES:
        actions |= ECRIRE_SENSIBLES
    verdict = Verdict(personne=personne)
    verdict.sorts.append(Sort(LigneLot.CREEE, actions, None, None, ligne.id))
    verdict.remarques.extend([(ligne, constat) for constat in avertissements(etat, reperes)])
    return verdict


def _inchangee(ligne: LigneLue, connue: PersonneConnue, reperes: Reperes) -> Verdict | None:
    """The short way of a file sent again: one line, all of it recorded already. None when it is not so."""
    participation = connue.participations.get(ligne.cle)
    if (
        participation is None
        or participation.etapes_en_cours
        or not deja(connue.valeurs, ligne.personne)
        or not deja(participation.valeurs, ligne.participation)
        or not deja(participation.listes, ligne.listes)
        or not deja(connue.sensibles.get(ligne.entree, RIEN_SENSIBLES), ligne.sensibles)
    ):
        return None
    etat = Etat(*connue.valeurs, *participation.valeurs, *participation.listes, ligne.dispositif, ligne.entree)
    if refus(etat, reperes.jour):
        return None
    verdict = Verdict(personne=connue.valeurs)
    verdict.sorts.append(Sort(LigneLot.INCHANGEE, 0, connue.id, participation.id, ligne.id))
    verdict.remarques.extend([(ligne, constat) for constat in avertissements(etat, reperes)])
    return verdict


class Groupe:
    """The lines of one person, in the order of the file, over ``connue`` (None: nobody of that number yet)."""

    def __init__(self, lignes: Sequence[LigneLue], connue: PersonneConnue | None, reperes: Reperes) -> None:
        self.lignes, self.connue, self.reperes = list(lignes), connue, reperes
        self.verdict = Verdict()
        self._fusionner()

    def juger(self) -> Verdict:
        """Refuse what must be, then say what the rest would do."""
        while rejetees := self._refuser():
            self.lignes = [ligne for ligne in self.lignes if ligne.id not in rejetees]
            self._fusionner()
        self._trancher()
        return self.verdict

    # What would be recorded

    def _fusionner(self) -> None:
        self.base_personne = self.connue.valeurs if self.connue else RIEN_PERSONNE
        self.personne = self.base_personne
        self.par_cle: dict[Cle, list[LigneLue]] = {}
        for ligne in self.lignes:
            self.personne = fondre(self.personne, ligne.personne)
            self.par_cle.setdefault(ligne.cle, []).append(ligne)
        self.etats = {cle: self._etat(cle, lignes) for cle, lignes in self.par_cle.items()}

    def _etat(self, cle: Cle, lignes: list[LigneLue]) -> Etat:
        connue = self._participation(cle)
        valeurs = connue.valeurs if connue else RIEN_PARTICIPATION
        listes = connue.listes if connue else RIEN_LISTES
        for ligne in lignes:
            valeurs, listes = fondre(valeurs, ligne.participation), fondre(listes, ligne.listes)
        return Etat(*self.personne, *valeurs, *listes, *cle)

    def _participation(self, cle: Cle) -> ParticipationConnue | None:
        return self.connue.participations.get(cle) if self.connue else None

    # Refusals

    def _refuser(self) -> set[int]:
        """The ids of the lines refused this time round; their reasons are noted."""
        refusees = [
            (self._fautive(cle, constat.colonne), constat)
            for cle, etat in self.etats.items()
            for constat in refus(etat, self.reperes.jour)
        ]
        refusees += self._naissance_trop_tard()
        if not refusees:
            refusees = self._chevauchements()
        self.verdict.refus.extend(refusees)
        for ligne in {ligne.id: ligne for ligne, _ in refusees}.values():
            self.verdict.sorts.append(Sort(LigneLot.REJETEE, 0, None, None, ligne.id))
        return {ligne.id for ligne, _ in refusees}

    def _fautive(self, cle: Cle, colonne: str) -> LigneLue:
        """The line whose cell makes a state impossible: the last that fills the column, else the last of that key."""
        lignes = self.par_cle[cle]
        if colonne == "date_naissance":
            # Of the person, not of the participation: whichever line gives it, else the one that gives the entry.
            return self._qui_donne_naissance() or lignes[-1]
        if colonne not in PARTICIPATION:
            return lignes[-1]
        rang = PARTICIPATION.index(colonne)
        return next((une for une in reversed(lignes) if une.participation[rang] is not None), lignes[-1])

    def _qui_donne_naissance(self) -> LigneLue | None:
        return next((une for une in reversed(self.lignes) if une.personne[NAISSANCE] is not None), None)

    def _naissance_trop_tard(self) -> list[tuple[LigneLue, Constat]]:
        """A new day of birth that a recorded participation contradicts."""
        ligne, naissance = self._qui_donne_naissance(), self.personne[NAISSANCE]
        if self.connue is None or ligne is None or naissance is None or naissance > self.reperes.jour:
            return []
        entrees = [
            entree for dispositif, entree in self.connue.participations if (dispositif, entree) not in self.etats
        ]
        if not entrees or naissance < min(entrees):
            return []
        phrase = (
            f"La date de naissance ({naissance:%d/%m/%Y}) n'est pas antérieure à une entrée déjà enregistrée "
            f"({min(entrees):%d/%m/%Y}). Corrigez l'une des deux."
        )
        return [(ligne, Constat("date_naissance", phrase))]

    def _chevauchements(self) -> list[tuple[LigneLue, Constat]]:
        sejours: dict[int, list[Sejour]] = {}
        for cle, connue in (self.connue.participations if self.connue else {}).items():
            if cle not in self.etats:
                sejours.setdefault(cle[0], []).append(
                    Sejour(cle[1], connue.valeurs[SORTIE], connue.valeurs[MOTIF], None, True)
                )
        for cle, etat in self.etats.items():
            derniere = self.par_cle[cle][-1]
            connu = self._participation(cle) is not None
            sejours.setdefault(cle[0], []).append(Sejour(cle[1], etat.date_sortie, etat.motif_sortie, derniere, connu))
        return [
            (une, constat)
            for ensemble in sejours.values()
            if len(ensemble) > 1
            for derniere, constat in chevauchements(ensemble)
            for une in self.par_cle[derniere.cle]
        ]

    # What the kept lines do

    def _trancher(self) -> None:
        self.verdict.personne = self.personne
        if not self.lignes:
            return
        personne_id = self.connue.id if self.connue else None
        portees = self._portees()
        self._repartir(portees, personne_id)
        for cle, etat in self.etats.items():
            derniere = self.par_cle[cle][-1]
            self.verdict.remarques.extend((derniere, constat) for constat in avertissements(etat, self.reperes))
            self._etapes_en_cours(cle, etat, derniere)
        self._remarquer()

    def _portees(self) -> dict[int, int]:
        """The state of each line by its id: 1 created, 2 changed, 0 unchanged."""
        etats: dict[int, int] = {}
        gains = self._gains()
        vues: set[Cle] = set()
        cumul: dict[Cle | None, tuple[Cellules, ...]] = {None: (self.base_personne,)}
        for ligne, gain in zip(self.lignes, gains, strict=True):
            connue = self._participation(ligne.cle)
            nouvelle = connue is None and ligne.cle not in vues
            vues.add(ligne.cle)
            avant = cumul.get(ligne.cle) or self._avant(ligne)
            base_personne = cumul[None][0]
            change = nouvelle or self._change(gain, base_personne, avant)
            etats[ligne.id] = 1 if nouvelle else int(change) * 2
            # What is not recorded yet is compared with what the lines above bring.
            if connue is None:
                cumul[ligne.cle] = tuple(
                    fondre(a, c)
                    for a, c in zip(avant, (ligne.participation, ligne.listes, ligne.sensibles), strict=True)
                )
            if self.connue is None:
                cumul[None] = (fondre(base_personne, ligne.personne),)
        return etats

    def _avant(self, ligne: LigneLue) -> tuple[Cellules, Cellules, Cellules]:
        connue = self._participation(ligne.cle)
        sensibles = self.connue.sensibles.get(ligne.entree, RIEN_SENSIBLES) if self.connue else RIEN_SENSIBLES
        if connue is None:
            return RIEN_PARTICIPATION, RIEN_LISTES, sensibles
        return connue.valeurs, connue.listes, sensibles

    @staticmethod
    def _change(gain: LigneLue, personne: Cellules, avant: tuple[Cellules, ...]) -> bool:
        gagnees = (gain.participation, gain.listes, gain.sensibles)
        return fondre(personne, gain.personne) != personne or any(
            fondre(a, g) != a for a, g in zip(avant, gagnees, strict=True)
        )

    def _gains(self) -> list[LigneLue]:
        """Each line with only the cells that no later line fills again."""
        if len(self.lignes) == 1:
            return self.lignes
        gains: list[LigneLue] = []
        personne = [False] * len(PERSONNE)
        prises: dict[Any, list[bool]] = {}
        for ligne in reversed(self.lignes):
            suite = ligne.participation + ligne.listes
            reste = _reste(suite, prises.setdefault(ligne.cle, [False] * len(suite)))
            gains.append(
                ligne._replace(
                    personne=_reste(ligne.personne, personne),
                    participation=reste[: len(PARTICIPATION)],
                    listes=reste[len(PARTICIPATION) :],
                    sensibles=_reste(ligne.sensibles, prises.setdefault(ligne.entree, [False] * len(SENSIBLES))),
                )
            )
        return gains[::-1]

    # Who carries what is written

    def _repartir(self, portees: dict[int, int], personne_id: int | None) -> None:
        """One row carries the person, one each participation, one the answers of each date: a line, or a merged row."""
        actes = {ligne.id: 0 for ligne in self.lignes}
        if acte := self._acte_personne():
            self._confier(actes, self.lignes, acte, personne_id, None)
        for cle, lignes in self.par_cle.items():
            connue = self._participation(cle)
            if acte := self._acte_participation(cle, connue):
                self._confier(actes, lignes, acte, personne_id, connue.id if connue else None)
        par_jour: dict[date, list[LigneLue]] = {}
        for ligne in self.lignes:
            if ligne.sensibles != RIEN_SENSIBLES:
                par_jour.setdefault(ligne.entree, []).append(ligne)
        for jour, lignes in par_jour.items():
            if self._sensibles_changent(jour, lignes):
                self._confier(actes, lignes, ECRIRE_SENSIBLES, personne_id, None)
        lettres = (LigneLot.INCHANGEE, LigneLot.CREEE, LigneLot.MODIFIEE)
        for ligne in self.lignes:
            connue = self._participation(ligne.cle)
            participation_id = connue.id if connue else None
            etat = lettres[portees[ligne.id]]
            self.verdict.sorts.append(Sort(etat, actes[ligne.id], personne_id, participation_id, ligne.id))

    def _confier(
        self,
        actes: dict[int, int],
        lignes: list[LigneLue],
        acte: int,
        personne_id: int | None,
        participation_id: int | None,
    ) -> None:
        if len(lignes) == 1:
            actes[lignes[0].id] |= acte
            return
        derniere = lignes[-1]
        fondue = derniere._replace(
            personne=superposer((une.personne for une in lignes), len(PERSONNE)),
            participation=superposer((une.participation for une in lignes), len(PARTICIPATION)),
            listes=superposer((une.listes for une in lignes), len(LISTES)),
            sensibles=superposer((une.sensibles for une in lignes), len(SENSIBLES)),
        )
        self.verdict.fusions.append(Fusion(fondue, acte, personne_id, participation_id))

    def _acte_personne(self) -> int:
        if self.connue is None:
            return CREER_PERSONNE
        if self.personne == self.base_personne:
            return 0
        change = any(self.personne[rang] != self.base_personne[rang] for rang in (NOM, USAGE, PRENOM, NAISSANCE))
        return MODIFIER_PERSONNE | (CHANGER_IDENTITE if change else 0)

    def _acte_participation(self, cle: Cle, connue: ParticipationConnue | None) -> int:
        etat = self.etats[cle]
        valeurs, listes = etat[len(PERSONNE) : len(PERSONNE) + len(PARTICIPATION)], (etat.criteres, etat.freins)
        if connue is None:
            acte, anciennes = CREER_PARTICIPATION, RIEN_LISTES
        else:
            acte, anciennes = (MODIFIER_PARTICIPATION if valeurs != connue.valeurs else 0), connue.listes
        if listes[0] != anciennes[0]:
            acte |= ECRIRE_CRITERES
        if listes[1] != anciennes[1]:
            acte |= ECRIRE_FREINS
        return acte

    def _sensibles_changent(self, jour: date, lignes: list[LigneLue]) -> bool:
        avant = self.connue.sensibles.get(jour, RIEN_SENSIBLES) if self.connue else RIEN_SENSIBLES
        return fondre(avant, superposer((une.sensibles for une in lignes), len(SENSIBLES))) != avant

    # Remarks

    def _etapes_en_cours(self, cle: Cle, etat: Etat, ligne: LigneLue) -> None:
        """V19."""
        connue = self._participation(cle)
        if connue and connue.etapes_en_cours and etat.date_sortie:
            phrase = (
                "La personne est sortie et des étapes sont encore dites en cours : terminez-les ou interrompez-les."
            )
            self.verdict.remarques.append((ligne, Constat("date_sortie", phrase)))

    def _remarquer(self) -> None:
        remarques = self.verdict.remarques
        if len(self.lignes) > 1:
            remarques.extend(ecarts(self.lignes, "personne", PERSONNE, "la même personne"))
            for lignes in self.par_cle.values():
                remarques.extend(memes_cles(lignes))
        if self.connue and (constat := identite_changee(self.base_personne, self.personne)):
            remarques.append((self.lignes[-1], constat))


def _reste(cellules: Cellules, prises: list[bool]) -> Cellules:
    """The cells that no later line has taken; those filled are taken now."""
    reste = tuple(None if prises[rang] else cellule for rang, cellule in enumerate(cellules))
    for rang, cellule in enumerate(cellules):
        if cellule is not None:
            prises[rang] = True
    return reste
