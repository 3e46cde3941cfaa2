"""Random files: the base ends as the obvious model of the contract says, and the same file again changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deplie.parcours.models import Etape, Participation
from deplie.personnes.models import Personne, ReponseSensible
from tests.parcours.imports.modele import (
    ETAPE,
    PARTICIPATION,
    PERSONNE,
    Ligne,
    Monde,
    importer_etapes,
    importer_participants,
)
from tests.socle.imports.atelier import Atelier

JOURS = [date(2019, mois, 1).isoformat() for mois in range(1, 13)]


def cellule(*valeurs: str) -> st.SearchStrategy[str]:
    """Often empty, sometimes erased."""
    return st.sampled_from(["", "", "#VIDE", *valeurs])


JOUR, PLEIN = st.sampled_from(JOURS), st.sampled_from
PARTICIPANTS = st.lists(
    st.fixed_dictionaries({
        "identifiant": PLEIN("ABC"), "nom": PLEIN(["Un", "Deux"]), "prenom": PLEIN(["Léa", "Zoé"]),
        "nom_usage": cellule("Trois"), "date_naissance": cellule("1980-05-14", "1990-01-01", "2019-06-15"),
        "sexe": cellule("F", "H"), "adresse": cellule("1 rue A"), "dispositif": PLEIN(["", "PLIE", "ARPE"]),
        "date_entree": JOUR, "date_sortie": cellule(*JOURS[3:], "2031-01-01"),
        "motif_sortie": cellule("P_CDI", "A_ABAND", "A_DOUBLON"), "date_validation_sortie": cellule(*JOURS[6:]),
        "date_prescription": cellule(*JOURS[:3]), "commune": cellule("Le Port"), "jours_suspension": cellule("0", "5"),
        "referent": cellule("a@plie.example", "b@plie.example"), "prescripteur": cellule("CCAS", "Mission locale"),
        "criteres": cellule("DELD", "DELD|RSA"), "handicap": cellule("OUI", "NON"),
    }), min_size=1, max_size=8,
)  # fmt: skip
ETAPES = st.lists(
    st.fixed_dictionaries({
        "identifiant": PLEIN("ABCD"), "dispositif": PLEIN(["", "ARPE"]), "categorie": PLEIN(["PREPA", "QUALIF"]),
        "reference": PLEIN(["", "", "", "R1"]), "intitule": cellule("Un"), "date_debut": PLEIN(JOURS[::3]),
        "date_fin": cellule(*JOURS[4::3]),
    }), max_size=8,
)  # fmt: skip
FICHIERS = st.lists(st.tuples(PARTICIPANTS, ETAPES), min_size=1, max_size=3)


def base() -> dict[str, Any]:
    """What the base holds, in the words of the model."""

    def rien(valeur: Any) -> Any:
        return None if valeur == "" else valeur

    participations, criteres = {}, {}
    for p in Participation.objects.select_related("personne", "dispositif", "referent", "prescripteur"):
        cle = (p.personne.identifiant, p.dispositif.code, p.date_entree)
        liens = {"referent": p.referent and p.referent.courriel, "prescripteur": p.prescripteur and p.prescripteur.nom}
        participations[cle] = {c: liens[c] if c in liens else rien(getattr(p, c)) for c in PARTICIPATION}
        criteres[cle] = frozenset(p.criteres.values_list("code", flat=True))
    etapes = [
        (e.participation.personne.identifiant, e.participation.dispositif.code, str(e.participation.date_entree),
         *(str(rien(getattr(e, c))) for c in ETAPE))
        for e in Etape.objects.select_related("participation__personne", "participation__dispositif")
    ]  # fmt: skip
    return {
        "personnes": {p.identifiant: {c: rien(getattr(p, c)) for c in PERSONNE} for p in Personne.objects.all()},
        "participations": participations,
        "criteres": {cle: codes for cle, codes in criteres.items() if codes},
        "sensibles": {(r.personne.identifiant, r.le): r.reponse for r in ReponseSensible.objects.all()},
        "etapes": sorted(etapes),
    }


def attendue(monde: Monde) -> dict[str, Any]:
    etapes = [(e["place"][0], e["place"][1], str(e["place"][2]), *(str(e[c]) for c in ETAPE)) for e in monde.etapes]
    return {
        "personnes": monde.personnes, "participations": monde.participations, "sensibles": monde.sensibles,
        "criteres": {cle: codes for cle, codes in monde.criteres.items() if codes}, "etapes": sorted(etapes),
    }  # fmt: skip


@pytest.mark.django_db
@given(FICHIERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_la_base_finit_comme_le_modele_et_le_meme_fichier_ne_change_rien(
    tmp_path: Path, fichiers: list[tuple[list[Ligne], list[Ligne]]]
) -> None:
    with transaction.atomic():
        atelier, monde = Atelier(tmp_path), Monde()
        for participants, etapes in fichiers:
            tables = {"participants": participants} | ({"etapes": etapes} if etapes else {})
            rapport = atelier.importer(**tables)
            monde, rejetees = importer_participants(monde, participants, timezone.localdate())
            assert {ligne - 2 for ligne, _ in rapport.rejets()} == rejetees
            monde, rejetees = importer_etapes(monde, etapes)
            assert {ligne - 2 for ligne, _ in rapport.rejets("etapes")} == rejetees
            assert base() == attendue(monde)
            encore = atelier.importer(**tables)
            assert all(encore.comptes(table)[:2] == (0, 0) for table in tables), encore.document["tables"]
            assert base() == attendue(monde)
        transaction.set_rollback(True)
