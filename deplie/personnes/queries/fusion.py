"""What joining two records touches: every link to a person, what changed since, who was joined to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import Http404

from deplie.acteurs.queries import Acteur
from deplie.acteurs.rules import Perimetre
from deplie.personnes.models import Fusion, Personne
from deplie.personnes.rules import CHAMPS

DELAI: Final = timedelta(days=30)
# What speaks of both records stays on them: neither moves with a person.
RESTENT = frozenset({"personnes.Personne", "personnes.EcartDoublon", "personnes.Fusion"})


def liens() -> list[models.ForeignKey]:
    """Every column of the product that points to a person and follows them, read from the models: a table added later
    is among them. Versions kept of a row stay as they were written.
    """
    relations = [
        champ for champ in Personne._meta.get_fields(include_hidden=True) if champ.one_to_many or champ.one_to_one
    ]
    trouves = [relation.field for relation in relations if relation.auto_created and not relation.concrete]
    suivent = [champ for champ in trouves if champ.model._meta.label not in RESTENT and not _est_version(champ.model)]
    return sorted(suivent, key=nom_de_lien)


def nom_de_lien(champ: models.ForeignKey) -> str:
    """« parcours.Participation.personne »."""
    return f"{champ.model._meta.label}.{champ.name}"


def _est_version(modele: type[models.Model]) -> bool:
    return any(champ.name == "history_type" for champ in modele._meta.fields)


def fusion_ou_404(acteur: Acteur, pk: int) -> Fusion:
    """A fusion of the territory, for who may see everybody there."""
    visibles = Personne.objects.filter(territoire=acteur.territoire)
    if Perimetre.TERRITOIRE not in acteur.perimetres:
        raise Http404
    fusions = Fusion.objects.filter(gardee__in=visibles).select_related("gardee", "absorbee", "par")
    fusion = fusions.filter(pk=pk).first()
    if fusion is None:
        raise Http404
    return fusion


def fusions_recentes(acteur: Acteur, depuis: datetime) -> models.QuerySet[Fusion]:
    """The fusions of the territory since a moment that are still in force, the latest first."""
    if Perimetre.TERRITOIRE not in acteur.perimetres:
        return Fusion.objects.none()
    siennes = Fusion.objects.filter(gardee__territoire=acteur.territoire, le__gte=depuis, defaite_le=None)
    return siennes.select_related("gardee", "absorbee", "par").order_by("-le", "-pk")


@dataclass(frozen=True)
class Retouche:
    """Something that changed since two records were joined: to whom does it belong?"""

    cle: str
    libelle: str


def pourquoi_pas(fusion: Fusion, maintenant: datetime) -> str:
    """Why a fusion can no longer be undone; empty when it can."""
    if fusion.defaite_le:
        return "Ces deux fiches sont déjà séparées."
    if maintenant - fusion.le > DELAI:
        return "Les trente jours pour séparer ces fiches sont passés."
    if fusion.gardee.absorbee_par_id:
        return "La fiche gardée a été réunie à une autre depuis. Séparez d'abord celles-là."
    if Fusion.objects.filter(gardee=fusion.gardee, defaite_le=None, pk__gt=fusion.pk).exists():
        return "Une autre fiche a été réunie à celle-ci depuis. Séparez d'abord la dernière."
    return ""


def retouches(fusion: Fusion) -> list[Retouche]:
    """What changed since: fields of the kept record, rows recorded on it. Changes made on a moved row go with it."""
    presentes, apres = valeurs_de(fusion.gardee), fusion.valeurs["apres"]
    trouvees = [
        Retouche(f"champ:{champ}", f"{_libelle(champ)} : « {presentes[champ] or 'rien'} »")
        for champ in CHAMPS
        if presentes[champ] != apres[champ]
    ]
    noms = {nom_de_lien(lien): str(lien.model._meta.verbose_name) for lien in liens()}
    for cle, tutrice in nouvelles(fusion).items():
        if not tutrice:
            nom, _, pk = cle.rpartition(":")
            trouvees.append(Retouche(cle, f"{noms[nom].capitalize()} n° {pk}, enregistré depuis la réunion"))
    return trouvees


def nouvelles(fusion: Fusion) -> dict[str, str]:
    """Rows recorded on the kept record since, and the row that each hangs on (an interview, its participation)."""
    noms: dict[Any, str] = {lien.model: nom_de_lien(lien) for lien in liens()}
    trouvees = {}
    for lien in liens():
        nom = nom_de_lien(lien)
        connues = {*fusion.lignes["propres"].get(nom, []), *fusion.lignes["deplacees"].get(nom, [])}
        tuteurs = [champ for champ in lien.model._meta.fields if champ.is_relation and champ.related_model in noms]
        lignes = lien.model._base_manager.filter(**{lien.name: fusion.gardee}).exclude(pk__in=connues).order_by("pk")
        for ligne in lignes:
            tenues = [(noms[c.related_model], getattr(ligne, c.attname)) for c in tuteurs]
            trouvees[f"{nom}:{ligne.pk}"] = next((f"{quoi}:{pk}" for quoi, pk in tenues if pk), "")
    return trouvees


def numeros(lien: models.ForeignKey[Any, Any], personne: Personne) -> list[int]:
    lignes = lien.model._base_manager.filter(**{lien.name: personne})
    return list(lignes.order_by("pk").values_list("pk", flat=True))


def valeurs_de(personne: Personne) -> dict[str, Any]:
    """The identity and contact as JSON keeps them."""
    encodeur = DjangoJSONEncoder()
    valeurs = {champ: getattr(personne, champ) for champ in CHAMPS}
    return {c: v if v is None or isinstance(v, str) else encodeur.default(v) for c, v in valeurs.items()}


def champ_de(nom: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", Personne._meta.get_field(nom))


def _libelle(champ: str) -> str:
    return str(champ_de(champ).verbose_name).capitalize()
