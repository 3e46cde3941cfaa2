"""Joining two records of one person, and parting them again: every row that points to a person follows.

What is possible or not in a parcours is told by the room above, which calls these in its own transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.personnes.actions.identite import _cles
from deplie.personnes.models import Fusion, Personne, ReponseSensible
from deplie.personnes.queries.fusion import (
    champ_de,
    liens,
    nom_de_lien,
    nouvelles,
    numeros,
    pourquoi_pas,
    retouches,
    valeurs_de,
)
from deplie.personnes.rules import CHAMPS
from deplie.socle import generations
from deplie.socle.editions import enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

GARDEE, ABSORBEE = "gardee", "absorbee"


@transaction.atomic
def reunir(*, gardee: Personne, absorbee: Personne, choix: Mapping[str, str], par: Acteur) -> Fusion:
    """Join ``absorbee`` to ``gardee``. ``choix`` says, field by field of ``CHAMPS``, whose value is kept.

    Every row of the one goes to the other; the joined record stays, with its versions, and is shown nowhere. Raises
    RefusMetier for one record, two territories, a record already joined, or answers that contradict each other.
    """
    generations.noter(par.territoire.code, *generations.FAITS)
    gardee, absorbee = _verrouiller(gardee, absorbee, par)
    avant = {GARDEE: valeurs_de(gardee), ABSORBEE: valeurs_de(absorbee)}
    restent = _reponses_en_double(gardee, absorbee)
    propres, deplacees = {}, {}
    for lien in liens():
        nom = nom_de_lien(lien)
        propres[nom] = numeros(lien, gardee)
        ecartees = restent if lien.model is ReponseSensible else set()
        deplacees[nom] = [pk for pk in numeros(lien, absorbee) if pk not in ecartees]
        _deplacer(lien, deplacees[nom], gardee, par)
    retenues = {champ: getattr(absorbee, champ) for champ in CHAMPS if choix.get(champ) == ABSORBEE}
    _identifier(gardee, retenues, par)
    Personne.objects.filter(pk=absorbee.pk).update(absorbee_par=gardee)
    valeurs = avant | {"apres": valeurs_de(gardee)}
    lignes = {"propres": propres, "deplacees": deplacees}
    fusion = Fusion.objects.create(gardee=gardee, absorbee=absorbee, par=par.compte, valeurs=valeurs, lignes=lignes)
    nombres = {nom: len(pks) for nom, pks in deplacees.items() if pks}
    consigner("réunir deux fiches", par=par, objet=gardee, detail={"absorbee": absorbee.pk, "lignes": nombres})
    return fusion


@transaction.atomic
def separer(*, fusion: Fusion, choix: Mapping[str, str], par: Acteur) -> list[str]:
    """Part two records: each row goes back where it was, with what was changed on it since.

    ``choix`` says to whom goes each of ``retouches(fusion)`` (the kept record unless told). Returns the keys of those
    that went to the other. Raises RefusMetier when it is too late, or when one of both was joined again since.
    """
    generations.noter(par.territoire.code, *generations.FAITS)
    fusion = Fusion.objects.select_for_update(of=("self",)).select_related("gardee", "absorbee").get(pk=fusion.pk)
    if phrase := pourquoi_pas(fusion, timezone.now()):
        raise RefusMetier(phrase)
    gardee, absorbee = fusion.gardee, fusion.absorbee
    cedees = [retouche.cle for retouche in retouches(fusion) if choix.get(retouche.cle) == ABSORBEE]
    rendues = _rendues(fusion, set(cedees))
    for lien in liens():
        nom = nom_de_lien(lien)
        _deplacer(lien, [pk for pk in numeros(lien, gardee) if f"{nom}:{pk}" in rendues], absorbee, par)
    _rendre_identites(fusion, set(cedees), par)
    Personne.objects.filter(pk=absorbee.pk).update(absorbee_par=None)
    Fusion.objects.filter(pk=fusion.pk).update(defaite_le=timezone.now(), defaite_par=par.compte)
    consigner("séparer deux fiches", par=par, objet=gardee, detail={"absorbee": absorbee.pk, "retouches": len(cedees)})
    return cedees


def _verrouiller(gardee: Personne, absorbee: Personne, par: Acteur) -> tuple[Personne, Personne]:
    """Both records as they are recorded now, held until the end of the transaction."""
    verrouillees = Personne.objects.select_for_update().order_by("pk")
    lues = {personne.pk: personne for personne in verrouillees.filter(pk__in=[gardee.pk, absorbee.pk])}
    if len(lues) != 2 or {personne.territoire_id for personne in lues.values()} != {par.territoire.pk}:
        raise RefusMetier("Choisissez deux fiches différentes du territoire.")
    if any(personne.absorbee_par_id for personne in lues.values()):
        raise RefusMetier("L'une de ces fiches a déjà été réunie à une autre.")
    return lues[gardee.pk], lues[absorbee.pk]


def _reponses_en_double(gardee: Personne, absorbee: Personne) -> set[int]:
    """Sensitive answers that both gave alike the same day: one is enough, the other stays. Refused when they differ."""
    connues = {(r.question, r.le): r.reponse for r in gardee.reponses_sensibles.order_by("pk")}
    doubles = [r for r in absorbee.reponses_sensibles.order_by("pk") if (r.question, r.le) in connues]
    if any(connues[r.question, r.le] != r.reponse for r in doubles):
        raise RefusMetier(
            "Les deux fiches portent, le même jour, deux réponses différentes à une même question sensible. "
            "Demandez à une personne qui peut les lire de corriger l'une des deux."
        )
    return {r.pk for r in doubles}


def _deplacer(lien: models.ForeignKey[Any, Any], pks: list[int], vers: Personne, par: Acteur) -> None:
    """Give rows to another person; those that keep versions say who did."""
    lignes = lien.model._base_manager.filter(pk__in=pks).order_by("pk")
    if not hasattr(lien.model, "historique"):
        lignes.update(**{lien.name: vers})
        return
    for ligne in lignes:
        setattr(ligne, lien.name, vers)
        enregistrer(ligne, par=par)


def _identifier(personne: Personne, valeurs: Mapping[str, Any], par: Acteur) -> None:
    """Give a record values that were already recorded, as they were; its keys follow."""
    if modifier(personne, valeurs, par=par):
        Personne.objects.filter(pk=personne.pk).update(**_cles(vars(personne)))


def _rendre_identites(fusion: Fusion, cedees: set[str], par: Acteur) -> None:
    """The kept record gets its values back, but those changed since, which go to whom it was said."""
    presentes = valeurs_de(fusion.gardee)
    gardees, absorbees = {}, {}
    for champ in CHAMPS:
        retouche = presentes[champ] != fusion.valeurs["apres"][champ]
        if retouche and f"champ:{champ}" in cedees:
            absorbees[champ] = _lue(champ, presentes[champ])
        if not retouche or f"champ:{champ}" in cedees:
            gardees[champ] = _lue(champ, fusion.valeurs[GARDEE][champ])
    _identifier(fusion.gardee, gardees, par)
    _identifier(fusion.absorbee, absorbees, par)


def _rendues(fusion: Fusion, cedees: set[str]) -> set[str]:
    """The rows that go to the joined record: those that came from it, those given to it, and what hangs on them."""
    rendues = {f"{nom}:{pk}" for nom, pks in fusion.lignes["deplacees"].items() for pk in pks} | cedees
    depuis = nouvelles(fusion)
    while suivent := {cle for cle, tutrice in depuis.items() if tutrice in rendues} - rendues:
        rendues |= suivent
    return rendues


def _lue(champ: str, valeur: Any) -> Any:
    return champ_de(champ).to_python(valeur)
