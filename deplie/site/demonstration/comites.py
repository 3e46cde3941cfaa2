"""The committee of each territory's document: what it read is frozen as it stood then, and approved that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from deplie.acteurs.queries import Acteur
from deplie.cadre import actions as cadre
from deplie.cadre.models import Avenant
from deplie.cadre.rules.statut import ADOPTE
from deplie.instances import actions as actes
from deplie.instances.models import Decision, Instance, MembreInstance, Seance
from deplie.instances.rules import COPIL
from deplie.pilotage import actions
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.pack import chapitres_de
from deplie.pilotage.rules.pack import Chapitre
from deplie.site.demonstration.declaration import PLIE, Declaration
from deplie.site.demonstration.horloge import au
from deplie.territoires.actions import regler


def reunir(lue: Declaration, par: Acteur) -> None:
    """Freeze the figures that each declared committee read, then take them as far as it did; what its pack says."""
    _choisir(lue, par)
    for decrit in lue.brut.get("comites", ()):
        for dispositif in decrit.get("dispositifs", (PLIE,)):
            _publier(decrit, dispositif, par)
        _tenir(_seance(decrit, par), decrit, par)


def _choisir(lue: Declaration, par: Acteur) -> None:
    if lue.brut.get("double_page"):
        regler(territoire=par.territoire, cle="double_page", valeur=True, par=par)
    chapitres = [Chapitre(c["cle"], c["sujet"], c.get("titre", "")) for c in lue.brut.get("chapitres", ())]
    if chapitres and chapitres_de(par.territoire) != chapitres:
        actions.choisir_chapitres(territoire=par.territoire, chapitres=chapitres, par=par)


def _publier(decrit: Mapping[str, Any], dispositif: str, par: Acteur) -> None:
    debut, fin = date(decrit["annee"], 1, 1), date(decrit["annee"], 12, 31)
    deja = Publication.objects.filter(territoire=par.territoire, dispositif=dispositif, debut=debut, fin=fin)
    if deja.exists():
        return
    with au(decrit["fige_le"]):
        publication = actions.figer(territoire=par.territoire, debut=debut, fin=fin, dispositif=dispositif, par=par)
        for cle, texte in decrit.get("textes", {}).items():
            actions.ecrire_texte(publication=publication, cle=cle, texte=texte.strip(), par=par)
        publication = actions.avancer(publication=publication, acte="controler", par=par)
    seance = _seance(decrit, par)
    with au(seance.le):
        actions.avancer(publication=publication, acte="valider", par=par, seance=seance)
    Decision.objects.create(
        seance=seance,
        rang=seance.decisions.count() + 1,
        genre="publication",
        objet_id=publication.pk,
        resultat="valider",
    )
    if decrit.get("definitif_le"):
        with au(decrit["definitif_le"]):
            actions.avancer(publication=publication, acte="arreter", par=par)
    with au(decrit.get("definitif_le") or seance.le):
        actions.diffuser(
            publication=publication, motif=f"Chiffres validés par le comité du {seance.le:%d/%m/%Y}.", par=par
        )


def _tenir(seance: Seance, decrit: Mapping[str, Any], par: Acteur) -> None:
    """Who sits, that they were called, who came, what was decided of an avenant, and what was asked."""
    if seance.presences.exists() or not decrit.get("membres"):
        return
    presences = {_membre(seance, dict(dit), par): dit["presence"] for dit in decrit["membres"]}
    Seance.objects.filter(pk=seance.pk).update(
        convoquee_le=seance.le - timedelta(days=21),
        heure=time(9, 30),
        lieu=decrit["lieu"],
        ordre_du_jour="\n".join(decrit["ordre_du_jour"]),
    )
    Instance.objects.filter(pk=seance.instance_id).update(quorum=decrit["quorum"])
    with au(seance.le):
        actes.noter_presences(seance=seance, presences=presences, par=par)
    if decrit.get("avenant"):
        _adopte(seance, decrit["avenant"], par)
    for objectif in decrit.get("objectifs", ()):
        _fixe(seance, decrit, dict(objectif), par)
    sieges = {membre.nom_de_structure: membre for membre in presences}
    for dit in decrit.get("suites", ()):
        with au(seance.le):
            suite = actes.demander_suite(
                seance=seance, objet=dit["objet"], responsable=sieges[dit["a"]], echeance=dit["pour"],
                decision=seance.decisions.order_by("rang").first() if dit.get("decision") else None, par=par,
            )  # fmt: skip
        if "faite_le" in dit:
            actes.solder_suite(suite=suite, faite_le=dit["faite_le"], note=dit["note"], par=par)


def _membre(seance: Seance, dit: dict[str, Any], par: Acteur) -> MembreInstance:
    del dit["presence"]
    return actes.ajouter_membre(instance=seance.instance, debut=date(seance.le.year, 1, 1), par=par, **dit)


def _adopte(seance: Seance, numero: int, par: Acteur) -> None:
    """The avenant that this committee adopted bears its decision; what it did is done where the frame is told."""
    avenant = Avenant.objects.get(
        protocole__dispositif__territoire=par.territoire, numero=numero, statut=ADOPTE, decide_le=seance.le
    )
    Decision.objects.create(
        seance=seance, rang=seance.decisions.count() + 1, genre="avenant", objet_id=avenant.pk, resultat="adopter"
    )


def _fixe(seance: Seance, decrit: Mapping[str, Any], objectif: dict[str, Any], par: Acteur) -> None:
    """A target that the team proposed when it froze the figures, and that this committee fixed."""
    dispositif = par.territoire.dispositifs.get(code=PLIE)
    with au(decrit["fige_le"]):
        proposee = cadre.proposer_objectif(
            dispositif=dispositif, **(objectif | {"cible": Decimal(objectif["cible"])}), par=par
        )
    cadre.decider_objectif_en_seance(
        objet=proposee.pk, resultat="fixer", valeurs={}, le=seance.le, par=par, seance=seance
    )
    Decision.objects.create(
        seance=seance, rang=seance.decisions.count() + 1, genre="objectif", objet_id=proposee.pk, resultat="fixer"
    )


def _seance(decrit: Mapping[str, Any], par: Acteur) -> Seance:
    instance, _ = Instance.objects.get_or_create(
        territoire=par.territoire, nom=decrit["instance"], defaults={"nature": COPIL}
    )
    tenue = {"statut": Seance.Statut.TENUE, "ordre_du_jour": "\n".join(decrit.get("ordre_du_jour", ()))}
    return Seance.objects.get_or_create(instance=instance, le=decrit["le"], defaults=tenue)[0]
