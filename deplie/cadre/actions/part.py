"""What an envelope reserves to each of the plans that share it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from deplie.acteurs.queries import Acteur
from deplie.cadre.actions._controle import PHRASES, exiger_du_territoire
from deplie.cadre.models import Enveloppe, PartEnveloppe
from deplie.cadre.queries.part import empreinte_des_parts, plans_servis
from deplie.cadre.rules.enveloppe import refus_de_parts
from deplie.socle import generations
from deplie.socle.argent import MAXIMUM
from deplie.socle.contraintes import traduire
from deplie.socle.editions import enregistrer
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner

CHANGEES = (
    "Les parts de ce montant viennent de changer. Rien n'est enregistré : comparez les vôtres à celles de la "
    "subvention, puis enregistrez de nouveau."
)


@transaction.atomic
def fixer_parts(
    *, enveloppe: Enveloppe, montants: Mapping[int, Decimal | None], par: Acteur, vues: str | None = None
) -> None:
    """Say what a line of an envelope reserves to each plan: ``{plan: amount}``, None for none; the rest is common.

    ``vues`` is what the author was shown (``empreinte_des_parts``). Raises RefusMetier for a plan not served that year,
    parts that pass the envelope, or parts that changed meanwhile.
    """
    ici = Enveloppe.objects.select_for_update(of=("self",)).select_related("subvention__organisme").get(pk=enveloppe.pk)
    exiger_du_territoire(ici.subvention.organisme.territoire_id, par)
    connues = {part.rattachement_id: part for part in ici.parts.select_related("rattachement__territoire")}
    if vues is not None and vues != empreinte_des_parts(ici):
        raise RefusMetier(CHANGEES)
    servis = {plan.pk: plan for plan in plans_servis(ici)}
    if not montants.keys() <= servis.keys():
        raise RefusMetier(f"Ce plan n'est pas rattaché à l'organisme intermédiaire en {ici.annee}.")
    voulues = {pk: part.montant for pk, part in connues.items() if pk not in montants}
    voulues |= {pk: montant for pk, montant in montants.items() if montant is not None}
    if phrase := refus_de_parts(ici.montant, voulues.values()):
        raise RefusMetier(phrase)
    if any(montant > MAXIMUM for montant in voulues.values()):
        raise RefusMetier(PHRASES["part_montant"])
    territoires = {par.territoire.code}
    for pk in montants:
        territoire = servis[pk].territoire
        territoires |= {territoire.code} if territoire else set()
        _fixer(ici, connues.get(pk), pk, montants[pk], par)
    for code in sorted(territoires):
        generations.noter(code, "cadre")
    detail = {"annee": ici.annee, "axe": ici.axe, "parts": {str(pk): str(lu) for pk, lu in sorted(voulues.items())}}
    consigner("fixer les parts d'une enveloppe", par=par, objet=ici, detail=detail)


def _fixer(enveloppe: Enveloppe, connue: PartEnveloppe | None, plan: int, montant: Decimal | None, par: Acteur) -> None:
    if montant is None:
        if connue is not None:
            connue._history_user = par.compte  # type: ignore[attr-defined]  # read by simple-history
            connue.delete()
        return
    part = connue or PartEnveloppe(enveloppe=enveloppe, rattachement_id=plan)
    if connue is not None and connue.montant == montant:
        return
    part.montant = montant
    with traduire(PHRASES):
        enregistrer(part, par=par)
