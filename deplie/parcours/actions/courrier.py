"""Models of letters: brought by the territory once they are proved to render, withdrawn. Letters asked for to many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import PHRASES
from deplie.parcours.models import ModeleCourrier
from deplie.parcours.queries.courrier import archives_de
from deplie.parcours.rules.courrier import CHAMPS, COURRIERS, D_OFFICE, refus_de_nombre
from deplie.socle import fabrications
from deplie.socle.contraintes import traduire
from deplie.socle.documents.modele import mettre_en_service, retirer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.gabarits import exemples
from deplie.socle.journal import consigner
from deplie.socle.models import Compte, Fabrication, Fichier


@transaction.atomic
def deposer_modele(*, nom: str, fichier: Fichier, par: Acteur) -> ModeleCourrier:
    """Add a model: it must render for anybody. Raises RefusMetier naming the field that does not exist.

    A name that is taken takes the file: the former one is withdrawn.
    """
    nom = " ".join(nom.split())
    if nom in {libelle for libelle, _ in D_OFFICE.values()}:
        raise RefusMetier("Ce nom est celui d'un modèle fourni. Donnez-en un autre.")
    modele = ModeleCourrier(territoire=par.territoire, nom=nom, fichier=fichier)
    with traduire(PHRASES):
        return mettre_en_service(modele, exemples(CHAMPS), place="nom", par=par)


@transaction.atomic
def retirer_modele(*, modele: ModeleCourrier, par: Acteur) -> None:
    """Propose a model no more. Raises RefusMetier when it is withdrawn already."""
    retirer(modele, par=par)


@transaction.atomic
def demander_courriers(*, objets: Sequence[int], modele: str, message: str, par: Acteur) -> Fabrication:
    """Have letters to many people written in the background, one archive at a time for each author.

    Raises RefusMetier for nobody or too many, without an account, while another archive is being made.
    """
    if par.compte is None:
        raise RefusMetier("Une archive se demande avec un compte : elle ne se remet qu'à lui.")
    if phrase := refus_de_nombre(len(objets)):
        raise RefusMetier(phrase)
    # One click or two, from one page or two: the account is held while it is looked at.
    Compte.objects.select_for_update().get(pk=par.compte.pk)
    if archives_de(par).filter(etat__in=(Fabrication.Etat.DEMANDEE, Fabrication.Etat.EN_COURS)).exists():
        raise RefusMetier("Une archive de courriers se prépare déjà pour vous : attendez qu'elle soit prête.")
    fabrication = fabrications.demander(
        territoire=par.territoire.code,
        genre=COURRIERS,
        par=par,
        objets=objets,
        detail={"modele": modele},
        texte=message,
    )
    consigner("demander des courriers", par=par, objet=fabrication, detail={"lignes": len(objets), "modele": modele})
    return fabrication


@transaction.atomic
def effacer_courriers(*, fabrication: Fabrication, par: Acteur) -> None:
    """Delete an archive before its time. Raises RefusMetier while it is being made, or once it is gone."""
    if fabrication.etat not in (Fabrication.Etat.FAITE, Fabrication.Etat.ECHOUEE):
        raise RefusMetier("Cette archive se prépare, ou elle est déjà effacée.")
    fabrications.oublier(fabrication)
    consigner("effacer des courriers", par=par, objet=fabrication)
