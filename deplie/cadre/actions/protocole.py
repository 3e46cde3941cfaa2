"""Protocoles d'accord and their avenants: two of one scheme never overlap, avenants included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.models import Avenant, Protocole
from deplie.cadre.queries import protocoles_de
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
    protocole = Protocole.objects.create(
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
    detail = {"dispositif": dispositif.code, "debut": str(debut), "fin": str(fin), "motifs": motifs}
    consigner("créer un protocole", par=par, objet=protocole, detail=detail)
    return protocole


@transaction.atomic
def ajouter_avenant(
    *,
    protocole: Protocole,
    objet: str,
    effet_le: date,
    par: Acteur,
    signe_le: date | None = None,
    prolonge_au: date | None = None,
) -> Avenant:
    """Add the next avenant of a protocole; ``prolonge_au`` is its new last day, when the avenant moves it.

    Raises RefusMetier when the new end precedes the present one, or meets another protocole of the scheme.
    """
    Protocole.objects.select_for_update().get(pk=protocole.pk)
    if prolonge_au:
        fin = next(p.dernier_jour for p in protocoles_de([protocole.dispositif]) if p.pk == protocole.pk)
        if prolonge_au <= fin:
            raise RefusMetier(
                f"L'avenant prolonge le protocole jusqu'au {_jour(prolonge_au)}, mais il court déjà jusqu'au "
                f"{_jour(fin)}. Indiquez une date postérieure."
            )
        _refuser_chevauchement(protocole.dispositif, protocole.debut, prolonge_au, sauf=protocole.pk)
    numero = protocole.avenants.count() + 1
    avenant = Avenant.objects.create(
        protocole=protocole, numero=numero, objet=objet, signe_le=signe_le, effet_le=effet_le, prolonge_au=prolonge_au
    )
    detail = {"protocole": protocole.pk, "numero": numero, "prolonge_au": str(prolonge_au or "")}
    consigner("ajouter un avenant", par=par, objet=avenant, detail=detail)
    return avenant


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
