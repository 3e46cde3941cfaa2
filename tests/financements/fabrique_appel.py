"""A call that is open, and an application through its life: what the tests of the engine share."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from deplie.acteurs.queries import Acteur
from deplie.financements import actions
from deplie.financements.models import Appel, Operation
from deplie.financements.queries.depot import acteur_du_lien
from deplie.socle.editions import Edition
from deplie.socle.fichiers.depot import recevoir
from tests.factories_financements import (
    AppelFactory,
    CritereNotationFactory,
    PieceRequiseFactory,
    QuestionEligibiliteFactory,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
SIRET = "21170302000001"
PROJET = "Repas partagés du quartier"


def appel_ouvert(territoire: Any, **champs: Any) -> Appel:
    """Open since yesterday, for a week more: one question, one piece, two criteria."""
    moment = timezone.now()
    defauts = {"ouvre_le": moment - timedelta(days=1), "ferme_le": moment + timedelta(days=7), "usage": "ESS",
               "financeur": "EPCI", "plafond": "5000.00", "taux_max": "80.00", "enveloppe": "25000.00"}  # fmt: skip
    appel = AppelFactory(territoire=territoire, **(defauts | champs))
    QuestionEligibiliteFactory(appel=appel)
    PieceRequiseFactory(appel=appel)
    CritereNotationFactory(appel=appel, rang=1, intitule="Utilité sociale", poids="2.00")
    CritereNotationFactory(appel=appel, rang=2, intitule="Solidité", poids="1.00")
    appel.refresh_from_db()
    return appel


def pdf(suite: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("statuts.pdf", PDF + suite, "application/pdf")


def jeton_de(courrier: Any) -> str:
    """The secret that a letter carries."""
    return re.search(r"/dossier/([\w-]{43})/", courrier.body)[1]  # type: ignore[index]


def brouillon(appel: Appel, **champs: Any) -> tuple[Operation, Acteur]:
    """A draft that lacks nothing, and who writes it."""
    operation = actions.ouvrir_dossier(appel=appel, courriel="porteur@exemple.invalid", par=None)
    assert operation is not None
    par = acteur_du_lien(operation.liens.get())
    fin = timezone.localdate() + timedelta(days=300)
    valeurs = {"porteur_nom": "Les Jardins d'essai", "porteur_siret": SIRET, "contact_nom": "A. Porteur",
               "intitule": PROJET, "resume": "Cuisiner ensemble.", "debut": timezone.localdate(),
               "fin": fin} | champs  # fmt: skip
    ecrire(operation, par, **valeurs)
    chiffrer(operation, par)
    repondre(operation, par)
    requise = appel.pieces_requises.get()
    fichier = recevoir(pdf(f"%{operation.pk}\n%%EOF".encode()), territoire=appel.territoire.code, par=par)
    actions.joindre_au_dossier(operation=operation, fichier=fichier, requise=requise, par=par)
    return operation, par


def ecrire(operation: Operation, par: Acteur, **valeurs: Any) -> None:
    actions.ecrire_partie(operation=operation, partie="projet", valeurs=valeurs, edition=Edition(""), par=par)


def chiffrer(operation: Operation, par: Acteur, cout: Any = "6000.00", aide: Any = "4000.00") -> None:
    annee = timezone.localdate().year
    actions.ecrire_plan(
        operation=operation,
        lignes=[{"nature": "PRESTATIONS", "libelle": "Ateliers", "annee": annee, "montant": Decimal(cout)}],
        autres=[{"genre": "AUTOFINANCEMENT", "libelle": "", "annee": annee, "montant": Decimal(cout) - Decimal(aide)}],
        montant_demande=Decimal(aide),
        edition=Edition(""),
        par=par,
    )


def repondre(operation: Operation, par: Acteur, oui: bool = True) -> None:
    assert operation.appel is not None
    reponses = dict.fromkeys(operation.appel.questions.all(), (oui, ""))
    actions.repondre_questions(operation=operation, reponses=reponses, edition=Edition(""), par=par)


def depose(appel: Appel, **champs: Any) -> Operation:
    """An application handed in."""
    operation, par = brouillon(appel, **champs)
    return actions.deposer_dossier(operation=operation, par=par)


def ouvrir(acteur: Acteur) -> Client:
    client = Client()
    client.force_login(acteur.compte)
    return client


def contenu(reponse: Any) -> bytes:
    return b"".join(reponse.streaming_content) if reponse.streaming else BytesIO(reponse.content).read()
