"""Each line of a workbook compared with the plan, then written by the act of the pages when it says something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db import transaction

from deplie.acteurs.models import Organisation
from deplie.acteurs.queries import Acteur
from deplie.gouvernance.actions import avancement, moyens
from deplie.gouvernance.actions import plan as actes
from deplie.gouvernance.actions._comparaison import (
    DU_PLAN,
    LIBELLES,
    Champs,
    comparer,
    dite,
    en_cellule,
    net,
    noms_de,
    pareils,
)
from deplie.gouvernance.actions._controle import organisme
from deplie.gouvernance.actions.avancement import Point
from deplie.gouvernance.models import Action, Axe, IndicateurAction, Plan
from deplie.gouvernance.queries import actions_de, axes_de, indicateurs_du_plan, instances_de
from deplie.gouvernance.queries.liens import par_reference
from deplie.gouvernance.rules import SORTES_DE_LIEN
from deplie.gouvernance.rules.classeur import (
    AJOUTE,
    CHANGE,
    PAREIL,
    Changement,
    Ligne,
    Numeros,
    Rapport,
    Refus,
    numeros_de,
    numeros_possibles,
)
from deplie.gouvernance.rules.cycle import ETATS
from deplie.instances.models import Seance
from deplie.socle.erreurs import RefusMetier
from deplie.socle.tableaux import VIDE, sans_accent

_AU_TEXTE: Final = "mettez la colonne « Action » au format Texte, puis écrivez-le de nouveau"


class _Suite(RefusMetier):
    """A line that rests on another one, already refused: nothing more is said of it."""


class Ecriture:
    """One import: the plan as it becomes, and what is said of each line."""

    def __init__(self, plan: Plan | None, par: Acteur) -> None:
        self.plan, self.par, self.rapport = plan, par, Rapport()
        self.axes: dict[int, Axe] = {}
        self.actions: dict[Numeros, Action] = {}
        self.mesures: dict[tuple[Numeros, str], IndicateurAction] = {}
        self.seances: dict[date, Seance] = {}
        self.refusees: set[Numeros] = set()
        self._corps: dict[str, Organisation | None] = {}
        self._vues: dict[tuple[Any, ...], int] = {}

    def tout(self, lignes: Mapping[str, list[Ligne]]) -> None:
        """Write every sheet; what is refused of one does not hide what is refused of the others."""
        if self.plan is None and not lignes["plan"]:
            self.rapport.refus.append(
                Refus("Plan", 0, "Cette feuille manque ou est vide : elle dit le nom du plan, sa nature et ses dates.")
            )
            return
        for ligne in lignes["plan"]:
            with self._ligne(ligne):
                self._plan(ligne)
        if self.plan is None:
            return
        self._lire()
        ecrivains: dict[str, Callable[[Ligne], None]] = {
            "axes": self._axe, "actions": self._action, "jalons": self._jalon, "budget": self._budget,
            "indicateurs": self._indicateur, "valeurs": self._valeur, "liens": self._lien, "avancement": self._point,
        }  # fmt: skip
        for nom, ecrire_ligne in ecrivains.items():
            lues = sorted(lignes[nom], key=lambda lue: lue.valeurs["le"]) if nom == "avancement" else lignes[nom]
            for ligne in lues:
                with self._ligne(ligne):
                    ecrire_ligne(ligne)
        self._dire_les_etats(lignes["actions"])

    def _lire(self) -> None:
        assert self.plan is not None
        self.axes = {axe.numero: axe for axe in axes_de(self.plan)}
        self.actions = {(action.axe.numero, action.numero): action for action in actions_de(self.plan)}
        par_pk = {action.pk: cle for cle, action in self.actions.items()}
        self.mesures = {(par_pk[m.action_id], en_cellule(m.libelle)): m for m in indicateurs_du_plan(self.plan)}
        seances = Seance.objects.filter(instance=self.plan.comite_id).exclude(statut=Seance.Statut.ANNULEE)
        self.seances = {seance.le: seance for seance in seances.select_related("instance")}

    @contextmanager
    def _ligne(self, ligne: Ligne) -> Iterator[None]:
        """A line alone: refused, it leaves nothing behind."""
        try:
            with transaction.atomic():
                yield
        except _Suite:
            return
        except RefusMetier as refus:
            self.rapport.refus.append(Refus(ligne.feuille, ligne.numero, refus.message))
            if ligne.feuille == "Actions" and (cle := numeros_de(ligne.valeurs["action"])):
                self.refusees.add(cle)

    def _dire(self, ligne: Ligne, objet: str, champs: Champs | None) -> bool:
        """Note what a line does (``champs`` is None for something new); whether there is something to write."""
        sorte = AJOUTE if champs is None else CHANGE if champs else PAREIL
        self.rapport.changements.append(Changement(ligne.feuille, ligne.numero, objet, sorte, champs or ()))
        return sorte != PAREIL

    def _une_fois(self, ligne: Ligne, *cle: Any) -> None:
        """Refuse the second line about the same thing."""
        avant = self._vues.setdefault((ligne.feuille, *cle), ligne.numero)
        if avant != ligne.numero:
            raise RefusMetier(f"La ligne {avant} parle déjà de la même chose : gardez une seule des deux.")

    def _organisme(self, nom: str) -> Organisation | None:
        if nom not in self._corps:
            self._corps[nom] = organisme(nom, self.par)
        return self._corps[nom]

    # --- one sheet after another ---------------------------------------------------------------------------------

    def _plan(self, ligne: Ligne) -> None:
        self._une_fois(ligne, "plan")
        lues = {**ligne.valeurs, "comite": self._instance(ligne.valeurs.get("comite"))}
        noms = ("nature", "nom", "debut", "fin", "comite", "source")
        if self.plan is None:
            valeurs = {nom: net(lues.get(nom)) for nom in noms if lues.get(nom) is not None}
            if manquants := [dit for nom, dit in DU_PLAN.items() if not valeurs.get(nom)]:
                raise RefusMetier(f"Un plan nouveau se dit avec : {', '.join(manquants)}.")
            self._dire(ligne, f"Plan « {valeurs['nom']} »", None)
            self.plan = actes.creer_plan(valeurs=valeurs, par=self.par)
            return
        avant = {nom: getattr(self.plan, nom) for nom in noms}
        champs, voulues = comparer(avant, lues, LIBELLES["plan"])
        if self._dire(ligne, f"Plan « {self.plan.nom} »", champs):
            actes.modifier_plan(plan=self.plan, valeurs=voulues, par=self.par)

    def _instance(self, nom: Any) -> Any:
        if nom is None or nom is VIDE:
            return nom
        connues = {sans_accent(instance.nom): instance for instance in instances_de(self.par)}
        if sans_accent(nom) not in connues:
            dites = ", ".join(str(instance) for instance in connues.values()) or "aucune pour l'instant"
            raise RefusMetier(f"« {nom} » n'est pas une instance du territoire. Il y a : {dites}.")
        return connues[sans_accent(nom)]

    def _axe(self, ligne: Ligne) -> None:
        numero, titre = ligne.valeurs["axe"], ligne.valeurs["titre"]
        self._une_fois(ligne, numero)
        axe = self.axes.get(numero)
        champs = None if axe is None else comparer({"titre": axe.titre}, ligne.valeurs, LIBELLES["axes"])[0]
        if not self._dire(ligne, f"Axe {numero}", champs):
            return
        if axe is None:
            assert self.plan is not None
            self.axes[numero] = actes.ajouter_axe(plan=self.plan, numero=numero, titre=titre, par=self.par)
        else:
            actes.modifier_axe(axe=axe, numero=numero, titre=titre, par=self.par)

    def _action(self, ligne: Ligne) -> None:
        cle = self._numeros_d_une_action(ligne)
        self._une_fois(ligne, cle)
        if cle[0] not in self.axes:
            raise RefusMetier(f"L'axe {cle[0]} n'existe pas : dites son titre dans la feuille « Axes ».")
        action, lues = self.actions.get(cle), dict(ligne.valeurs)
        if "partenaires" in lues and isinstance(lues["partenaires"], str):
            lues["partenaires"] = noms_de(lues["partenaires"])
        avant = dite(action)
        champs, voulues = comparer(avant, lues, LIBELLES["actions"], self._memes)
        if not self._dire(ligne, f"Action {_code(cle)}", None if action is None else champs):
            return
        corps = {"pilote": voulues.pop("pilote"), "partenaires": voulues.pop("partenaires")}
        if not voulues["titre"]:
            raise RefusMetier("Une action a un titre.")
        voulues["numero"] = cle[1]
        if action is None:
            ecrite = actes.inscrire_action(axe=self.axes[cle[0]], valeurs=voulues, par=self.par, **corps)
            self.actions[cle] = ecrite
        else:
            actes.modifier_action(action=action, axe=self.axes[cle[0]], valeurs=voulues, par=self.par, **corps)

    def _jalon(self, ligne: Ligne) -> None:
        cle, action = self._de_l_action(ligne)
        libelle = ligne.valeurs["libelle"].strip()
        self._une_fois(ligne, cle, libelle)
        jalon = next((jalon for jalon in action.jalons.all() if pareils(jalon.libelle, libelle)), None)
        avant = {nom: getattr(jalon, nom, None) for nom in ("prevu_le", "atteint_le")}
        champs, voulues = comparer(avant, ligne.valeurs, LIBELLES["jalons"])
        if not self._dire(ligne, f"Jalon « {libelle} » de {_code(cle)}", None if jalon is None else champs):
            return
        if not voulues["prevu_le"]:
            raise RefusMetier("Un jalon a un jour attendu : remplissez « Attendu le ».")
        if jalon is None:
            jalon = avancement.poser_jalon(action=action, libelle=libelle, prevu_le=voulues["prevu_le"], par=self.par)
        if voulues["atteint_le"] or champs:
            avancement.modifier_jalon(jalon=jalon, libelle=jalon.libelle, par=self.par, **voulues)

    def _budget(self, ligne: Ligne) -> None:
        cle, action = self._de_l_action(ligne)
        qui, annee = self._organisme(ligne.valeurs["financeur"]), ligne.valeurs["annee"]
        self._une_fois(ligne, cle, qui and qui.pk, annee)
        prise = next((f for f in action.financements.all() if (f.financeur, f.annee) == (qui, annee)), None)
        avant = {nom: getattr(prise, nom, None) for nom in ("prevu", "obtenu")}
        champs, voulues = comparer(avant, ligne.valeurs, LIBELLES["budget"])
        if not self._dire(ligne, f"{qui}, {annee}, pour {_code(cle)}", None if prise is None else champs):
            return
        if voulues["prevu"] is None:
            raise RefusMetier("Dites le montant prévu, 0 s'il n'y en avait pas.")
        moyens.financer(action=action, financeur=str(qui), annee=annee, par=self.par, **voulues)

    def _indicateur(self, ligne: Ligne) -> None:
        cle, action = self._de_l_action(ligne)
        libelle = ligne.valeurs["libelle"].strip()
        self._une_fois(ligne, cle, libelle)
        mesure = self.mesures.get((cle, libelle))
        avant = {nom: getattr(mesure, nom, "") for nom in ("indicateur", "unite")}
        avant |= {nom: getattr(mesure, nom, None) for nom in ("reference", "cible")}
        champs, voulues = comparer(avant, ligne.valeurs, LIBELLES["indicateurs"])
        if not self._dire(ligne, f"Indicateur « {libelle} » de {_code(cle)}", None if mesure is None else champs):
            return
        if mesure is None:
            self.mesures[cle, libelle] = moyens.mesurer(action=action, libelle=libelle, par=self.par, **voulues)
        else:
            moyens.corriger_mesure(mesure=mesure, libelle=mesure.libelle, par=self.par, **voulues)

    def _valeur(self, ligne: Ligne) -> None:
        cle, action = self._de_l_action(ligne)
        libelle, le = ligne.valeurs["indicateur"].strip(), ligne.valeurs["le"]
        self._une_fois(ligne, cle, libelle, le)
        mesure = self.mesures.get((cle, libelle))
        if mesure is None:
            raise RefusMetier(
                f"L'action {_code(cle)} n'a pas d'indicateur « {libelle} » : dites-le dans « Indicateurs »."
            )
        mesure.action = action
        notee = next((valeur for valeur in mesure.valeurs.all() if valeur.le == le), None)
        champs = None
        if notee is not None:
            champs = comparer({"valeur": notee.valeur}, ligne.valeurs, {"valeur": "Valeur"})[0]
        if self._dire(ligne, f"« {libelle} » de {_code(cle)}, le {le:%d/%m/%Y}", champs):
            if notee is not None:
                moyens.effacer_valeur(valeur=notee, par=self.par)
            moyens.relever(indicateur=mesure, le=le, valeur=ligne.valeurs["valeur"], par=self.par)

    def _lien(self, ligne: Ligne) -> None:
        cle, action = self._de_l_action(ligne)
        sorte, texte = ligne.valeurs["sorte"], " ".join(ligne.valeurs["reference"].split())
        vers = self.liables.get((sorte, sans_accent(texte)))
        if vers is None:
            raise RefusMetier(
                f"Aucun lien possible : « {texte} » ({SORTES_DE_LIEN[sorte]}) n'est pas dans le territoire."
            )
        self._une_fois(ligne, cle, sorte, vers.pk)
        champ = {"APPEL": "appel_id", "OPERATION": "operation_id", "DECISION": "decision_id"}[sorte]
        deja = any(getattr(lien, champ) == vers.pk for lien in action.liens.all())
        if self._dire(ligne, f"Lien de {_code(cle)} vers « {texte} »", () if deja else None):
            moyens.relier(action=action, vers=vers, par=self.par)

    def _point(self, ligne: Ligne) -> None:
        cle, action = self._de_l_action(ligne)
        le = ligne.valeurs["le"]
        self._une_fois(ligne, cle, le)
        seance = self._seance(ligne.valeurs.get("seance"), le)
        note = next((point for point in action.points.all() if point.le == le), None)
        noms = {"etat": "", "fait": None, "total": None, "texte": "", "suite": ""}
        avant = {nom: getattr(note, nom, vide) for nom, vide in noms.items()}
        lues = {nom: valeur.strip() if isinstance(valeur, str) else valeur for nom, valeur in ligne.valeurs.items()}
        champs, voulues = comparer(avant, lues, LIBELLES["avancement"])
        if note is not None and seance is not None and note.seance_id != seance.pk:
            raise RefusMetier("Ce point est déjà noté ce jour-là, hors de cette séance : sa séance ne se change pas.")
        if not self._dire(ligne, f"Point du {le:%d/%m/%Y} de {_code(cle)}", None if note is None else champs):
            return
        if note is not None:
            avancement.corriger_point(note=note, point=Point(**voulues), par=self.par)
        else:
            avancement.noter_point(action=action, point=Point(**voulues), par=self.par, le=le, seance=seance)
        action.refresh_from_db(fields=["statut"])

    @cached_property
    def liables(self) -> dict[tuple[str, str], Any]:
        """What an action may be linked to, by its sort and its reference."""
        return dict(par_reference(self.par))

    # --- what lines name -----------------------------------------------------------------------------------------

    def _numeros_d_une_action(self, ligne: Ligne) -> Numeros:
        lus, texte = numeros_de(ligne.valeurs["action"]), ligne.valeurs["action"]
        axe, numero = ligne.valeurs.get("axe"), ligne.valeurs.get("numero")
        if axe and numero and (lus == (axe, numero) or (ligne.chiffree and _chiffre_pareil(texte, axe, numero))):
            return axe, numero
        if lus is None:
            raise RefusMetier(f"« {texte} » n'est pas le numéro d'une action. Écrivez l'axe, un point, l'action : 3.2.")
        if axe not in (None, lus[0]) or numero not in (None, lus[1]):
            raise RefusMetier(f"« {texte} » ne dit pas l'axe et le numéro des colonnes d'à côté ({axe}.{numero}).")
        if ligne.chiffree and None in (axe, numero) and numeros_possibles(lus, self.actions) != [lus]:
            raise RefusMetier(f"« {texte} » est dans une cellule de nombres, qui confond 3.1 et 3.10 : {_AU_TEXTE}.")
        return lus

    def _de_l_action(self, ligne: Ligne) -> tuple[Numeros, Action]:
        texte = ligne.valeurs["action"]
        lus = numeros_de(texte)
        if lus is None:
            raise RefusMetier(f"« {texte} » n'est pas le numéro d'une action. Écrivez l'axe, un point, l'action : 3.2.")
        if ligne.chiffree and any(cle != lus for cle in numeros_possibles(lus, self.actions)):
            raise RefusMetier(f"« {texte} » est dans une cellule de nombres, qui confond 3.1 et 3.10 : {_AU_TEXTE}.")
        if lus in self.refusees:
            raise _Suite("")
        if lus not in self.actions:
            raise RefusMetier(f"L'action {_code(lus)} n'existe pas : dites-la dans la feuille « Actions ».")
        return lus, self.actions[lus]

    def _seance(self, jour: Any, le: date) -> Seance | None:
        if jour is None or jour is VIDE:
            return None
        if jour != le:
            raise RefusMetier(f"Un point dit en séance porte sa date : le {jour:%d/%m/%Y}, et non le {le:%d/%m/%Y}.")
        if jour not in self.seances:
            raise RefusMetier(
                f"L'instance qui suit le plan n'a pas de séance le {jour:%d/%m/%Y} : corrigez le jour, ou laissez vide."
            )
        return self.seances[jour]

    def _memes(self, nom: str, avant: Any, apres: Any) -> bool:
        """Whether two names say the same body."""
        if nom == "pilote":
            return self._organisme(avant) == self._organisme(apres)
        if nom == "partenaires":
            return {self._organisme(un) for un in avant} == {self._organisme(un) for un in apres}
        return pareils(avant, apres)

    def _dire_les_etats(self, lignes: list[Ligne]) -> None:
        """A state typed in « Actions » that no point tells is refused: it would be lost."""
        for ligne in lignes:
            etat, cle = ligne.valeurs.get("etat"), numeros_de(ligne.valeurs["action"])
            action = self.actions.get(cle) if cle else None
            if action is not None and etat and etat is not VIDE and etat != action.statut:
                phrase = (
                    f"L'action serait « {ETATS[action.statut]} » et non « {ETATS[etat]} » : un état se change par un "
                    "point, dans la feuille « Avancement »."
                )
                self.rapport.refus.append(Refus(ligne.feuille, ligne.numero, phrase, "État"))


def _code(cle: Numeros) -> str:
    return f"{cle[0]}.{cle[1]}"


def _chiffre_pareil(texte: str, axe: int, numero: int) -> bool:
    """Whether a cell of numbers may have been « axe.numero »: 3.1 for 3.10."""
    lus = numeros_de(texte) or ((int(texte), 0) if texte.isdigit() else None)
    return lus is not None and bool(numeros_possibles(lus, [(axe, numero)]))
