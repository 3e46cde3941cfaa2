"""Protocoles d'accord and their avenants: two of one scheme never overlap, avenants included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Avenant, Protocole
from deplie.cadre.queries import protocoles_de
from deplie.cadre.rules.statut import ADOPTE, PROJET
from deplie.socle import generations
from deplie.socle.editions import Edition, enregistrer, modifier
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Dispositif
from deplie.territoires.rules.sorties import DENOMINATEUR, FAMILLE_DU_MOTIF, MOTIF_ANNULATION


@transaction.atomic
def creer_protocole(
    *,
    dispositif: Dispositif,
    nom: str,
    debut: date,
    fin: date,
    motifs_positifs: Iterable[str],
    par: Acteur,
    denominateur: str = "D_TOTAL",
    version: str = "1",
    source: str = "",
    cloture_le: date | None = None,
) -> Protocole:
    """Record a protocole d'accord with its own definition of a positive exit.

    ``motifs_positifs`` are codes of the list of exit motives, ``denominateur`` a code of the list of denominators;
    ``cloture_le`` is a day of the closing year, whose rates do not compare with another year's.
    Raises RefusMetier for inverted dates, an unknown code, or a protocole of the scheme already in force meanwhile.
    """
    motifs = _motifs(motifs_positifs)
    _verifier(nom, debut, fin, denominateur)
    _refuser_chevauchement(dispositif, debut, fin)
    protocole = Protocole(
        dispositif=dispositif,
        nom=nom,
        debut=debut,
        fin=fin,
        motifs_positifs=motifs,
        denominateur=denominateur,
        version=version,
        source=source,
        cloture_le=cloture_le,
    )
    enregistrer(protocole, par=par)
    generations.noter(par.territoire.code, "cadre")
    detail = {"dispositif": dispositif.code, "debut": str(debut), "fin": str(fin), "motifs": motifs}
    consigner("créer un protocole", par=par, objet=protocole, detail=detail)
    return protocole


@transaction.atomic
def modifier_protocole(
    *, protocole: Protocole, valeurs: Mapping[str, Any], par: Acteur, edition: Edition | None = None
) -> None:
    """Correct what was recorded of a protocole: a mistake of typing. What changes over time is an avenant.

    Raises RefusMetier as ``creer_protocole``, or EditionConcurrente.
    """

    def verifier(lu: Protocole) -> None:
        lu.motifs_positifs = _motifs(lu.motifs_positifs)
        _verifier(lu.nom, lu.debut, lu.fin, lu.denominateur)
        _refuser_chevauchement(lu.dispositif, lu.debut, max(lu.fin, _dernier_jour(protocole, lu.fin)), sauf=lu.pk)

    changes = modifier(protocole, valeurs, par=par, edition=edition, verifier=verifier)
    if changes:
        generations.noter(par.territoire.code, "cadre")
        consigner("modifier un protocole", par=par, objet=protocole, detail={"champs": changes})


@transaction.atomic
def ajouter_avenant(
    *,
    protocole: Protocole,
    objet: str,
    effet_le: date,
    par: Acteur,
    signe_le: date | None = None,
    prolonge_au: date | None = None,
    a_decider: bool = False,
    motifs_positifs: Iterable[str] = (),
    denominateur: str = "",
) -> Avenant:
    """Add the next avenant of a protocole; ``prolonge_au`` is its new last day, when the avenant moves it.

    ``motifs_positifs`` and ``denominateur`` are another definition of a positive exit, from the day of effect on:
    exits of before keep the former one. Without motives the definition stays.
    ``a_decider``: it waits for a committee, and has no effect until it is adopted. Raises RefusMetier when the new end
    precedes the present one or the day it takes effect, meets another protocole of the scheme, or where what waits for
    a committee is said to be signed.
    """
    Protocole.objects.select_for_update().get(pk=protocole.pk)
    if a_decider and signe_le:
        raise RefusMetier(
            f"Cet avenant est signé depuis le {_jour(signe_le)} : il n'est plus à décider. Retirez la date ou la case."
        )
    _verifier_prolongation(protocole, effet_le, prolonge_au)
    motifs = _redefinition(protocole, motifs_positifs, denominateur, effet_le)
    numero = (protocole.avenants.aggregate(dernier=Max("numero"))["dernier"] or 0) + 1
    avenant = Avenant.objects.create(
        protocole=protocole,
        numero=numero,
        objet=objet,
        signe_le=signe_le,
        effet_le=effet_le,
        prolonge_au=prolonge_au,
        motifs_positifs=motifs,
        denominateur=(denominateur or protocole.denominateur) if motifs else "",
        statut=PROJET if a_decider else ADOPTE,
    )
    generations.noter(par.territoire.code, "cadre")
    detail = {
        "protocole": protocole.pk,
        "numero": numero,
        "prolonge_au": str(prolonge_au or ""),
        "statut": avenant.statut,
        "motifs": motifs,
    }
    consigner("ajouter un avenant", par=par, objet=avenant, detail=detail)
    return avenant


@transaction.atomic
def decider_avenant(*, avenant: Avenant, statut: str, le: date, par: Acteur) -> None:
    """A committee adopts or rejects an avenant that waited for it. Raises RefusMetier when it no longer waits, or when
    what it prolongs has changed meanwhile.
    """
    protocole = Protocole.objects.select_for_update().get(pk=avenant.protocole_id)
    actuel = Avenant.objects.select_for_update().get(pk=avenant.pk)
    if actuel.statut != PROJET:
        raise RefusMetier(f"L'avenant n° {actuel.numero} est déjà {actuel.get_statut_display()}.")
    if statut == ADOPTE:
        _verifier_prolongation(protocole, actuel.effet_le, actuel.prolonge_au)
    avenant.statut, avenant.decide_le = statut, le
    avenant.save(update_fields=["statut", "decide_le"])
    generations.noter(par.territoire.code, "cadre")
    consigner("décider un avenant", par=par, objet=avenant, detail={"statut": statut, "le": str(le)})


@transaction.atomic
def signer_avenant(*, avenant: Avenant, signe_le: date, par: Acteur) -> None:
    """Say when an adopted avenant was signed. Raises RefusMetier when it is not adopted, or for a day to come."""
    actuel = Avenant.objects.select_for_update().get(pk=avenant.pk)
    if actuel.statut != ADOPTE:
        raise RefusMetier(f"L'avenant n° {actuel.numero} est {actuel.get_statut_display()} : il ne se signe pas.")
    if signe_le > timezone.localdate():
        raise RefusMetier(f"Le {_jour(signe_le)} est à venir. Indiquez le jour où l'avenant a été signé.")
    avenant.signe_le = signe_le
    avenant.save(update_fields=["signe_le"])
    consigner("signer un avenant", par=par, objet=avenant, detail={"le": str(signe_le)})


def _verifier_prolongation(protocole: Protocole, effet_le: date, prolonge_au: date | None) -> None:
    if prolonge_au is None:
        return
    fin = _dernier_jour(protocole, protocole.fin)
    if prolonge_au <= fin:
        raise RefusMetier(
            f"L'avenant prolonge le protocole jusqu'au {_jour(prolonge_au)}, mais il court déjà jusqu'au "
            f"{_jour(fin)}. Indiquez une date postérieure."
        )
    if prolonge_au < effet_le:
        raise RefusMetier(
            f"Le nouveau dernier jour ({_jour(prolonge_au)}) précède la date d'effet ({_jour(effet_le)}). "
            "Corrigez l'une des deux."
        )
    _refuser_chevauchement(protocole.dispositif, protocole.debut, prolonge_au, sauf=protocole.pk)


def _redefinition(protocole: Protocole, codes: Iterable[str], denominateur: str, effet_le: date) -> list[str]:
    """The motives of another definition, none when it stays. Raises RefusMetier for an unknown code, a base without
    motives, or an effect before the protocole."""
    voulus = list(codes)
    if not voulus:
        if denominateur:
            raise RefusMetier("Cochez aussi les motifs comptés positifs : la définition se change entière.")
        return []
    if denominateur and denominateur not in DENOMINATEUR:
        raise RefusMetier(f"« {denominateur} » n'est pas un dénominateur connu.")
    if effet_le < protocole.debut:
        raise RefusMetier(f"L'avenant prend effet avant le protocole, le {_jour(protocole.debut)}. Corrigez la date.")
    return _motifs(voulus)


def _dernier_jour(protocole: Protocole, fin: date) -> date:
    """The last day, with the avenants adopted."""
    lus = protocole.avenants.filter(statut=ADOPTE, prolonge_au__isnull=False).values_list("prolonge_au", flat=True)
    return max([fin, *(jour for jour in lus if jour)])


def _motifs(codes: Iterable[str]) -> list[str]:
    motifs = list(dict.fromkeys(codes))
    inconnus = [code for code in motifs if code not in FAMILLE_DU_MOTIF or code == MOTIF_ANNULATION]
    if inconnus:
        raise RefusMetier(
            f"« {inconnus[0]} » n'est pas un motif de sortie qui puisse être compté positif. "
            "Choisissez parmi les motifs de la nomenclature, doublon excepté."
        )
    if not motifs:
        raise RefusMetier("Choisissez au moins un motif de sortie compté positif par le protocole.")
    return motifs


def _verifier(nom: str, debut: date, fin: date, denominateur: str) -> None:
    if not nom.strip():
        raise RefusMetier("Donnez un nom au protocole, par exemple « Protocole d'accord 2018-2020 ».")
    if fin < debut:
        raise RefusMetier(
            f"Le dernier jour du protocole ({_jour(fin)}) précède le premier ({_jour(debut)}). Corrigez l'un des deux."
        )
    if denominateur not in DENOMINATEUR:
        raise RefusMetier(
            f"« {denominateur} » n'est pas un dénominateur connu. Choisissez parmi ceux de la nomenclature."
        )


def _refuser_chevauchement(dispositif: Dispositif, debut: date, fin: date, sauf: int = 0) -> None:
    Dispositif.objects.select_for_update().get(pk=dispositif.pk)
    for autre in protocoles_de([dispositif]):
        if autre.pk != sauf and autre.debut <= fin and autre.dernier_jour >= debut:
            raise RefusMetier(
                f"Le dispositif {dispositif.code} a déjà un protocole en vigueur du {_jour(autre.debut)} au "
                f"{_jour(autre.dernier_jour)} (« {autre.nom} »). Deux protocoles ne se chevauchent pas."
            )


def _jour(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
