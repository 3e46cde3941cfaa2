"""What an envelope reserves to each of the plans that share it, and what it counts for in one territory."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from deplie.cadre.models import Enveloppe, PartEnveloppe, RattachementOI
from deplie.cadre.queries.subvention import SubventionLue, visibles_par
from deplie.cadre.rules.enveloppe import servi_en
from deplie.socle.argent import somme
from deplie.territoires.models import Territoire


def plans_servis(enveloppe: Enveloppe) -> list[RattachementOI]:
    """The plans that share a line of an envelope: those attached at least a day of its year."""
    lus = RattachementOI.objects.filter(organisme=enveloppe.subvention.organisme_id)
    lus = lus.select_related("organisation", "territoire").order_by("debut", "pk")
    return [plan for plan in lus if servi_en(enveloppe.annee, plan.debut, plan.fin)]


def parts_de(lue: SubventionLue) -> dict[int, list[PartEnveloppe]]:
    """``{line: its parts}`` of the lines in force, the plans in the order of their attachment. One query."""
    lignes = [ligne.rang for ligne in lue.enveloppes.lignes]
    lues = PartEnveloppe.objects.filter(enveloppe__in=lignes).select_related(
        "rattachement__organisation", "rattachement__territoire"
    )
    trouvees: dict[int, list[PartEnveloppe]] = {}
    for part in lues.order_by("rattachement__debut", "rattachement", "pk"):
        trouvees.setdefault(part.enveloppe_id, []).append(part)
    return trouvees


def empreinte_des_parts(enveloppe: Enveloppe) -> str:
    """What the parts of a line are at this moment, as a form carries it."""
    lues = enveloppe.parts.order_by("rattachement").values_list("rattachement", "montant")
    return ";".join(f"{plan}={montant}" for plan, montant in lues)


def lignes_servies(territoire: Territoire) -> QuerySet[Enveloppe]:
    """Every line of the envelopes that a territory runs or shares, with their parts and plans, in order of effect."""
    parts = Prefetch("parts", PartEnveloppe.objects.select_related("rattachement"))
    lues = Enveloppe.objects.filter(subvention__organisme__in=visibles_par(territoire))
    lues = lues.select_related("subvention__organisme")
    return lues.prefetch_related(parts, "subvention__organisme__rattachements").order_by(
        "subvention", "annee", "axe", "objectif_specifique", "date_effet", "pk"
    )


def compte_pour(ligne: Enveloppe, territoire: Territoire) -> tuple[Decimal, bool]:
    """What a line counts for in a territory, and whether it is its own.

    Its part where one is reserved; else the whole for who runs it (its own where no other plan shares it), and nothing
    for the others.
    """
    siennes = [part.montant for part in ligne.parts.all() if part.rattachement.territoire_id == territoire.pk]
    if siennes:
        return somme(siennes), True
    organisme = ligne.subvention.organisme
    if organisme.territoire_id != territoire.pk:
        return Decimal("0.00"), True
    autres = (plan for plan in organisme.rattachements.all() if plan.territoire_id != territoire.pk)
    partagee = any(servi_en(ligne.annee, plan.debut, plan.fin) for plan in autres)
    return ligne.montant, not partagee
