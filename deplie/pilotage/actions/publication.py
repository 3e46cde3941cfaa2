"""Freezing the figures of a period, having them checked and approved, correcting them without losing what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.instances.models import Seance
from deplie.parcours.models import Etape, Participation
from deplie.pilotage.actions._histoire import noter, tenir
from deplie.pilotage.facts import figes
from deplie.pilotage.models import CleGelee, FaitGele, Publication, TexteChapitre
from deplie.pilotage.queries.bilan import Mesure, avec_les_fichiers_du_jour, fige, mesurer
from deplie.pilotage.queries.publication import de_la_periode
from deplie.pilotage.rules.publication import ACTES, EN_PROJET, EN_VIGUEUR, RECTIFIE, STATUTS, refus
from deplie.socle.contraintes import traduire
from deplie.socle.erreurs import RefusMetier
from deplie.socle.journal import consigner
from deplie.territoires.models import Territoire

PHRASES: Final = {
    "publication_unique": "Ces chiffres viennent d'être figés par quelqu'un d'autre : rouvrez la page.",
    "publication_en_vigueur": "Une autre publication est en vigueur pour cette période : elle se rectifie.",
    "publication_dates": "La période finit avant de commencer.",
    "fait_gele_unique": "Ces chiffres viennent d'être figés par quelqu'un d'autre : rouvrez la page.",
    "chapitre_unique": "Deux chapitres portent la même clé : rouvrez la page.",
    "texte_chapitre_unique": "Quelqu'un vient d'écrire ce texte : rouvrez la page.",
    "cle_gelee_unique": "Ces chiffres viennent d'être figés par quelqu'un d'autre : rouvrez la page.",
}


def figer(
    *, territoire: Territoire, debut: date, fin: date, dispositif: str, par: Acteur, motif: str = ""
) -> Publication:
    """Freeze the bilan of a period: figures, definitions, objectives and rows. It is provisional.

    What was frozen of the same period and is not approved yet is replaced; what is approved is not touched: the new
    publication is then its correction to come. Raises RefusMetier for inverted dates, an unknown scheme.
    """

    def ecrire() -> tuple[Mesure, figes.Cliche]:
        mesure = mesurer(territoire, debut, fin, dispositif=dispositif)
        contexte = mesure.contexte
        return mesure, figes.figer(
            contexte.faits, contexte.filtres, contexte.tus, mesure.chemins, contexte.ages, contexte.remplaces
        )

    mesure, cliche = avec_les_fichiers_du_jour(ecrire)
    try:
        with transaction.atomic():
            publication, remplacees = _inscrire(mesure, cliche, territoire, par, motif)
    except BaseException:
        figes.oublier(cliche.dossier)
        raise
    transaction.on_commit(lambda: _oublier(remplacees))
    return publication


def _oublier(dossiers: Iterable[str]) -> None:
    """The folders that this freezing replaced, and those that a killed process left."""
    figes.oublier(*dossiers)
    figes.oublier_les_restes(set(Publication.objects.values_list("dossier", flat=True)))


def _inscrire(
    mesure: Mesure, cliche: figes.Cliche, territoire: Territoire, par: Acteur, motif: str
) -> tuple[Publication, list[str]]:
    """The rows of the base, in place of what nobody signed; and the folders that are no longer of use."""
    Territoire.objects.select_for_update().get(pk=territoire.pk)
    bilan, jour = mesure.bilan, timezone.localdate()
    periode = de_la_periode(territoire, bilan.dispositif, bilan.periode.debut, bilan.periode.fin)
    projets = list(periode.filter(statut__in=EN_PROJET))
    textes_suivis = _textes_a_suivre(territoire, bilan.dispositif, projets)
    remplacees = [projet.dossier for projet in projets]
    for projet in projets:
        projet.delete()
    en_vigueur = periode.filter(statut__in=EN_VIGUEUR).first()
    derniere = periode.order_by("-version").first()
    textes = fige.ecrire(bilan), fige.ecrire(mesure.contexte)
    with traduire(PHRASES):
        publication = Publication.objects.create(
            territoire=territoire,
            dispositif=bilan.dispositif,
            debut=bilan.periode.debut,
            fin=bilan.periode.fin,
            version=derniere.version + 1 if derniere else 1,
            statut_le=jour,
            figee_par=par.compte,
            donnees_au=bilan.donnees_au,
            bilan=textes[0],
            calcul=textes[1],
            dossier=cliche.dossier,
            empreinte=figes.empreinte(*textes, cliche.faits),
            precedente=en_vigueur,
        )
        FaitGele.objects.bulk_create(
            FaitGele(publication=publication, fait=f.fait, fichier=f.fichier, lignes=f.lignes, empreinte=f.empreinte)
            for f in cliche.faits
        )
        CleGelee.objects.bulk_create(_cles(publication, cliche.cles), batch_size=2000)
    TexteChapitre.objects.bulk_create(
        TexteChapitre(publication=publication, cle=cle, texte=texte) for cle, texte in textes_suivis.items()
    )
    noter(publication, "figer", "", jour, par, motif)
    consigner(
        "figer des chiffres", par=par, objet=publication, territoire=territoire.code,
        detail={"empreinte": publication.empreinte, "remplacees": len(remplacees)},
    )  # fmt: skip
    return publication, remplacees


def _textes_a_suivre(territoire: Territoire, dispositif: str, projets: Sequence[Publication]) -> dict[str, str]:
    """The texts that follow into a new publication: those of what it replaces, else of the last one of the scheme."""
    derniere = projets[0] if projets else None
    if derniere is None:
        siennes = Publication.objects.filter(territoire=territoire, dispositif=dispositif).defer("bilan", "calcul")
        derniere = siennes.order_by("-fin", "-version").first()
    return dict(derniere.textes.values_list("cle", "texte")) if derniere else {}


def _cles(publication: Publication, cles: figes.Cles) -> Iterator[CleGelee]:
    """Whom each key stands for: people, their participations and their étapes, as long as they are there."""
    personnes = cles.get("personne", {})
    ici = publication.territoire
    numeros: dict[str, Iterable[tuple[int, int]]] = {
        "personne": ((pk, pk) for pk in personnes),
        "participation": Participation.objects.filter(personne__territoire=ici).values_list("pk", "personne"),
        "etape": Etape.objects.filter(participation__personne__territoire=ici).values_list(
            "pk", "participation__personne"
        ),
    }
    for objet, couples in numeros.items():
        lues = cles.get(objet, {})
        for numero, personne in couples:
            if numero in lues:
                yield CleGelee(
                    publication=publication, objet=objet, cle=lues[numero], numero=numero, personne_id=personne
                )


@transaction.atomic
def avancer(
    *,
    publication: Publication,
    acte: str,
    par: Acteur,
    le: date | None = None,
    motif: str = "",
    seance: Seance | None = None,
) -> Publication:
    """One step of the table: check, reopen, approve, make final; approving closes what it corrects.

    ``le`` is the day of the act, today unless told, never in the future nor before the state that it leaves. Raises
    RefusMetier with the sentence to show.
    """
    present = tenir(publication)
    motif, le = " ".join(motif.split()), le or timezone.localdate()
    if phrase := refus(acte, present.statut):
        raise RefusMetier(phrase)
    if ACTES[acte].motive and not motif:
        raise RefusMetier("Dites pourquoi : qui lira ces chiffres lira cette raison.")
    if le > timezone.localdate():
        raise RefusMetier(f"Le {le:%d/%m/%Y} est à venir : un acte s'inscrit à sa date, au plus tard aujourd'hui.")
    if le < present.statut_le and acte != "valider":
        raise RefusMetier(
            f"Ces chiffres sont « {STATUTS[present.statut]} » depuis le {present.statut_le:%d/%m/%Y} : l'acte ne peut "
            "pas le précéder."
        )
    depuis = present.statut
    if acte == "valider" and present.precedente is not None:
        _clore(present.precedente, present, le, motif, par, seance)
    present.statut, present.statut_le = ACTES[acte].vers, le
    with traduire(PHRASES):
        present.save(update_fields=["statut", "statut_le"])
    noter(present, acte, depuis, le, par, motif, seance)
    consigner(ACTES[acte].libelle, par=par, objet=present, territoire=present.territoire.code)
    return present


@transaction.atomic
def rectifier(*, publication: Publication, motif: str, par: Acteur) -> Publication:
    """Begin the correction of approved figures: a new freezing, which takes their place once approved.

    ``motif`` is read by whoever reads the former figures. Raises RefusMetier when they are not in force, or when the
    reason is missing.
    """
    motif = " ".join(motif.split())
    if phrase := refus("rectifier", publication.statut):
        raise RefusMetier(phrase)
    if not motif:
        raise RefusMetier("Dites pourquoi ces chiffres sont rectifiés : qui lira les anciens lira cette raison.")
    return figer(
        territoire=publication.territoire,
        debut=publication.debut,
        fin=publication.fin,
        dispositif=publication.dispositif,
        par=par,
        motif=motif,
    )


def _clore(
    publication: Publication, suite: Publication, le: date, motif: str, par: Acteur, seance: Seance | None
) -> None:
    ancienne = tenir(publication)
    depuis = ancienne.statut
    raison = motif or suite.evenements.filter(acte="figer").values_list("motif", flat=True).first() or ""
    ancienne.statut, ancienne.statut_le = RECTIFIE, le
    ancienne.save(update_fields=["statut", "statut_le"])
    noter(ancienne, "rectifier", depuis, le, par, raison or f"Remplacée par la version {suite.version}.", seance)


__all__ = ["PHRASES", "avancer", "figer", "rectifier"]
