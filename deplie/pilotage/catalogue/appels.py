"""Calls for projects: what is asked, what is chosen, how long it takes. Of the whole territory."""

from __future__ import annotations

from decimal import Decimal

from deplie.financements.facts import CANDIDATURE
from deplie.mesure.conditions import Compare, Connue
from deplie.mesure.mesures import Compte, Distinctes, Moyenne, Part, Somme, Total
from deplie.pilotage.catalogue.indicateur import CENTIMES, Exemple, Indicateur, sur_l_argent
from deplie.pilotage.catalogue.vocabulaire import DEBUT, ECHU, FIN

_d = CANDIDATURE
_DEPOSE = (Compare(_d["depot"], ">=", DEBUT) & Compare(_d["depot"], "<=", FIN)).dite("dans la période")
_DECIDE = (Compare(_d["decision"], ">=", DEBUT) & Compare(_d["decision"], "<=", FIN)).dite("décidés dans la période")
_RECEVABLE = Compare(_d["recevable"], "=", 1).dite("recevables")
_RETENU = Compare(_d["retenue"], "=", 1).dite("retenus")
_REJETE = (Compare(_d["retenue"], "=", 0) & Connue(_d["decision"])).dite("rejetés")
_ATTEND = (Compare(_d["depot"], "<=", ECHU) & Compare(_d["fin"], ">", ECHU)).dite(
    "qu'aucune décision n'avait clos le dernier jour échu de la période"
)
_RECONNU = Connue(_d["porteur"]).dite("dont le porteur est reconnu")
NB_RECEVABLES = Compte(_d, _DEPOSE & _RECEVABLE)
# Among those deposited in the period and admissible, those that still wait: the share may change.
NB_RECEVABLES_EN_ATTENTE = Compte(_d, _DEPOSE & _RECEVABLE & Compare(_d["fin"], ">", ECHU).dite("sans décision"))
_METHODE = "Appels à projets : dépôt, recevabilité, instruction, comité, décision (domaine, ESS et subventions, S64)."

APPELS_INDICATEURS = (
    Indicateur(
        code="appel_candidatures",
        libelle="Dossiers déposés",
        phrase="Nombre de dossiers déposés dans la période en réponse à un appel à projets ; un brouillon n'est pas un "
        "dossier.",
        figure=Total(Compte(_d, _DEPOSE)),
        unite="dossier",
        compte="dossiers",
        recueil=("candidature",),
        objet="dossier",
        exemple=Exemple(Decimal(20), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    Indicateur(
        code="appel_porteurs",
        libelle="Porteurs de dossiers",
        phrase="Nombre de structures différentes qui ont déposé un dossier dans la période ; une structure que "
        "personne n'a encore reconnue n'y est pas.",
        figure=Total(Distinctes(_d, _DEPOSE & _RECONNU, _d["porteur"])),
        unite="porteur",
        compte="porteurs",
        recueil=("candidature", "porteur"),
        objet="porteur",
        exemple=Exemple(Decimal(20), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    Indicateur(
        code="appel_recevables",
        libelle="Dossiers recevables",
        phrase="Nombre de dossiers déposés dans la période et déclarés recevables depuis.",
        figure=Total(NB_RECEVABLES),
        unite="dossier",
        compte="dossiers",
        recueil=("candidature",),
        objet="dossier",
        exemple=Exemple(Decimal(20), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    Indicateur(
        code="appel_retenues",
        libelle="Dossiers retenus",
        phrase="Nombre de dossiers qu'un comité a retenus dans la période, y compris ceux que leur porteur a "
        "abandonnés ensuite.",
        figure=Total(Compte(_d, _DECIDE & _RETENU)),
        unite="dossier",
        compte="dossiers",
        recueil=("candidature",),
        objet="dossier",
        exemple=Exemple(Decimal(14), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    Indicateur(
        code="appel_rejetees",
        libelle="Dossiers rejetés",
        phrase="Nombre de dossiers qu'un comité a rejetés dans la période ; un dossier irrecevable n'est pas passé en "
        "comité et n'y est pas.",
        figure=Total(Compte(_d, _DECIDE & _REJETE)),
        unite="dossier",
        compte="dossiers",
        recueil=("candidature",),
        objet="dossier",
        exemple=Exemple(Decimal(4), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    Indicateur(
        code="appel_en_attente",
        libelle="Dossiers en attente d'une décision",
        phrase="Nombre de dossiers qu'aucune décision n'avait clos le dernier jour échu de la période, liste d'attente "
        "et ajournements compris.",
        figure=Total(Compte(_d, _ATTEND)),
        unite="dossier",
        compte="dossiers",
        recueil=("candidature",),
        objet="dossier",
        exemple=Exemple(Decimal(2), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    Indicateur(
        code="appel_taux_selection",
        libelle="Taux de sélection",
        phrase="Part, parmi les dossiers déposés dans la période et recevables, de ceux qu'un comité a retenus depuis.",
        figure=Part(Compte(_d, _DEPOSE & _RECEVABLE & _RETENU), NB_RECEVABLES),
        unite="%",
        compte="dossiers",
        base="les dossiers déposés dans la période et recevables",
        recueil=("candidature",),
        objet="dossier",
        exemple=Exemple(Decimal("70.0"), "LAROCHELLE", 2020),
        source="La Rochelle, 2021 (quatorze opérations retenues) ; GPSEA, appel ESS (une vingtaine de lauréats).",
    ),
    Indicateur(
        code="appel_delai_decision",
        libelle="Délai entre le dépôt et la décision",
        phrase="Nombre moyen de jours entre le dépôt d'un dossier et la décision du comité de le retenir ou de le "
        "rejeter, pour les décisions de la période ; la médiane l'accompagne.",
        figure=Moyenne(_d, _DECIDE, _d["delai"]),
        unite="jour",
        compte="dossiers",
        base="les dossiers retenus ou rejetés dans la période",
        recueil=("candidature",),
        objet="dossier",
        mieux=-1,
        exemple=Exemple(Decimal("39.0"), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    sur_l_argent(
        code="appel_montant_demande",
        libelle="Montants demandés",
        phrase="Somme, en euros, des aides demandées par les dossiers déposés dans la période ; la liste montre les "
        "dossiers.",
        figure=Total(Somme(_d, _DEPOSE, _d["demande"]), CENTIMES),
        recueil=("candidature",),
        exemple=Exemple(Decimal("480992.00"), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
    sur_l_argent(
        code="appel_montant_accorde",
        libelle="Montants accordés",
        phrase="Somme, en euros, des aides qu'un comité a accordées dans la période ; la liste montre les dossiers.",
        figure=Total(Somme(_d, _DECIDE & _RETENU, _d["accorde"]), CENTIMES),
        recueil=("candidature",),
        reserve="Argent accordé par un comité : ni conventionné, ni dépensé, ni contrôlé.",
        exemple=Exemple(Decimal("369992.00"), "LAROCHELLE", 2020),
        source=_METHODE,
    ),
)
