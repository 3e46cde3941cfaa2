"""The contrat PLIE: drawn up, signed by the three, amended."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.parcours.actions._controle import ecrire
from deplie.parcours.actions._passage import exiger, passage
from deplie.parcours.models import ContratPlie, ModeleContrat, Participation
from deplie.parcours.queries.etat import etat_de
from deplie.parcours.rules.contrat import EXEMPLE
from deplie.parcours.rules.cycle import OUVERTS
from deplie.socle import generations
from deplie.socle.documents.modele import eprouver
from deplie.socle.editions import enregistrer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.gabarits import vides
from deplie.socle.journal import consigner
from deplie.socle.models import Fichier


@transaction.atomic
def etablir_contrat(*, participation: Participation, le: date, par: Acteur, objet: str = "") -> ContratPlie:
    """Draw up the contract, or an amendment of the one that is signed.

    Raises RefusMetier before the entry, once the person is gone, or while the former one is not signed.
    """
    generations.noter(par.territoire.code, "contrat")
    Participation.objects.select_for_update().get(pk=participation.pk)
    if etat_de(participation) not in OUVERTS:
        raise RefusMetier("Le parcours est terminé : il n'y a plus de contrat à établir.")
    _verifier_jour(le, participation.date_entree, "Le contrat")
    dernier = participation.contrats.order_by("-rang").first()
    if dernier and not dernier.signe:
        raise RefusMetier("Le contrat établi n'est pas encore signé de tous : il se signe avant d'être modifié.")
    if dernier and not objet.strip():
        raise RefusMetier("Indiquez ce que l'avenant change.")
    contrat = ContratPlie(
        participation=participation, rang=dernier.rang + 1 if dernier else 1, etabli_le=le, objet=objet.strip()
    )
    enregistrer(contrat, par=par)
    consigner("établir un contrat PLIE", par=par, objet=contrat, detail={"rang": contrat.rang, "le": ecrire(le)})
    return contrat


@transaction.atomic
def signer_contrat(
    *,
    contrat: ContratPlie,
    par: Acteur,
    personne_le: date | None = None,
    referent_le: date | None = None,
    plan_le: date | None = None,
) -> None:
    """Record signatures; those given already stay. Once the three are there the contract holds.

    Raises RefusMetier for a signature before the contract was drawn up, or to come.
    """
    participation = contrat.participation
    generations.noter(par.territoire.code, "contrat")
    Participation.objects.select_for_update().get(pk=participation.pk)
    contrat.refresh_from_db()
    for champ, jour in (
        ("signe_personne_le", personne_le), ("signe_referent_le", referent_le), ("signe_plan_le", plan_le)
    ):  # fmt: skip
        if jour is not None and getattr(contrat, champ) is None:
            _verifier_jour(jour, contrat.etabli_le, "La signature")
            setattr(contrat, champ, jour)
    if contrat.rang == 1 and contrat.signe and etat_de(participation) == "ADMIS":
        with passage("signer_contrat", participation):
            enregistrer(contrat, par=par)
    else:
        if etat_de(participation) not in OUVERTS:
            exiger("signer_contrat", etat_de(participation))
        enregistrer(contrat, par=par)
    consigner("signer un contrat PLIE", par=par, objet=contrat, detail={"rang": contrat.rang, "complet": contrat.signe})


def _verifier_jour(jour: date, au_plus_tot: date, quoi: str) -> None:
    if jour > timezone.localdate():
        raise RefusMetier(f"{quoi} ({jour:%d/%m/%Y}) est dans l'avenir. Une date passée est attendue.")
    if jour < au_plus_tot:
        raise RefusMetier(
            f"{quoi} ({jour:%d/%m/%Y}) précède le {au_plus_tot:%d/%m/%Y}. Une date qui suit est attendue."
        )


@transaction.atomic
def deposer_modele_contrat(*, fichier: Fichier, par: Acteur) -> ModeleContrat:
    """Make a Word file the territory's contract PLIE: it must render for anybody.

    Raises RefusMetier for another kind of file, or naming the field that does not exist.
    """
    eprouver(fichier, (EXEMPLE, vides(EXEMPLE)))
    modele, _ = ModeleContrat.objects.update_or_create(territoire=par.territoire, defaults={"fichier": fichier})
    consigner("déposer le modèle du contrat PLIE", par=par, objet=modele)
    return modele


@transaction.atomic
def retirer_modele_contrat(*, par: Acteur) -> None:
    """Come back to our template. Raises RefusMetier when it is ours already."""
    modele = ModeleContrat.objects.filter(territoire=par.territoire).first()
    if modele is None:
        raise RefusMetier("Le modèle fourni est déjà celui qui sert.")
    consigner("retirer le modèle du contrat PLIE", par=par, objet=modele)
    modele.delete()
