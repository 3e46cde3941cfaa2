"""Code lists that describe a person at entry: sex, answers, levels, criteria."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux.codes import Code, Melange, cle_de_code, liste

_OUI = ("o", "vrai", "true", "1", "yes")
_NON = ("n", "faux", "false", "0", "no")
_NSP = ("ne sait pas", "inconnu", "non renseigné", "nc", "non connu", "sans réponse")
_EXCEL_DATE = "Le tableur avait transformé « 1-2 » en date ; le niveau a été lu 1-2."
_NIVEAU_I = "Le niveau « I » a été lu 7 (master) : il désigne aussi le doctorat (8). Corrigez s'il y a lieu."

SEXE: Final = liste(
    "sexe",
    "Sexe",
    Code("F", "Femme", ("Mme", "Madame", "Mlle", "Mademoiselle", "Féminin", "Feminin", "Fille")),
    Code("H", "Homme", ("M", "M.", "Mr", "Monsieur", "Masculin", "Mâle", "Garçon")),
    Code("X", "Autre ou non binaire", ("Autre", "Non binaire", "Indéterminé", "Neutre")),
)

OUI_NON: Final = liste("oui_non", "Oui ou non", Code("OUI", "Oui", _OUI), Code("NON", "Non", _NON))

OUI_NON_NSP: Final = liste(
    "oui_non_nsp",
    "Oui, non, ne sait pas",
    Code("OUI", "Oui", _OUI),
    Code("NON", "Non", _NON),
    Code("NSP", "Ne sait pas", _NSP),
)

REPONSE_SENSIBLE: Final = liste(
    "reponse_sensible",
    "Réponse à une question sensible",
    Code("OUI", "Oui", _OUI),
    Code("NON", "Non", _NON),
    Code(
        "NE_SE_PRONONCE_PAS", "Ne se prononce pas", ("NSPP", "Refus", "Refus de répondre", "Ne souhaite pas répondre")
    ),
    Code("NON_DEMANDE", "Non demandé", ("Non demandée", "Non posée", "Question non posée", "Non recueilli")),
)

# Levels of 2019 (décret 2019-14) with the roman ones they replace.
NIVEAU_FORMATION: Final = liste(
    "niveau_formation",
    "Niveau de formation (2019)",
    Code(
        "0",
        "Non scolarisé ou primaire",
        (
            "VI",
            "Niveau VI",
            "Niveau 0",
            "Non scolarisé / primaire",
            "Non scolarisé",
            "Primaire",
            "Sans diplôme",
            "Aucun diplôme",
            "Aucun",
            "CEP",
            "Infra V bis",
        ),
    ),
    Code(
        "1-2",
        "Brevet ou fin de collège",
        (
            "V bis",
            "Niveau V bis",
            "Niveau 1-2",
            "1 à 2",
            "1 et 2",
            "1/2",
            "1",
            "2",
            "Niveau 1",
            "Niveau 2",
            "Brevet",
            "Brevet / fin de collège",
            "BEPC",
            "DNB",
            "Brevet des collèges",
            "Collège",
            "Fin de collège",
        ),
        {"01-févr": _EXCEL_DATE, "1-févr": _EXCEL_DATE, "01-feb": _EXCEL_DATE, "2026-02-01": _EXCEL_DATE},
    ),
    Code("3", "CAP, BEP", ("V", "Niveau V", "Niveau 3", "CAP", "BEP", "CAP/BEP", "CAP ou BEP", "BEP/CAP", "BEP, CAP")),
    Code(
        "4",
        "Bac",
        (
            "IV",
            "Niveau IV",
            "Niveau 4",
            "Baccalauréat",
            "Bac général",
            "Bac pro",
            "Bac professionnel",
            "Bac techno",
            "Bac technologique",
            "BP",
            "Brevet professionnel",
            "DAEU",
        ),
    ),
    Code("4P", "Post-bac non supérieur", ("Niveau 4P", "Post-bac", "Postbac non supérieur", "4+")),
    Code("5", "Bac+2", ("III", "Niveau III", "Niveau 5", "BTS", "DUT", "DEUG", "BTS/DUT", "Bac +2", "Bac 2")),
    Code(
        "6", "Licence", ("II", "Niveau II", "Niveau 6", "Bac+3", "Bac+4", "BUT", "Licence pro", "Maîtrise", "Master 1")
    ),
    Code(
        "7",
        "Master",
        ("Niveau 7", "Bac+5", "Master 2", "DESS", "DEA", "Ingénieur", "Diplôme d'ingénieur", "Bac+5 et plus"),
        {"I": _NIVEAU_I, "Niveau I": _NIVEAU_I},
    ),
    Code("8", "Doctorat", ("Niveau 8", "Bac+8", "Thèse", "Docteur")),
    melange=Melange(
        anciens=frozenset(
            cle_de_code(p + n) for n in ("VI", "V bis", "V", "IV", "III", "II", "I") for p in ("", "Niveau ")
        ),
        nouveaux=frozenset(
            cle_de_code(p + n)
            for n in ("0", "1", "2", "1-2", "3", "4", "4P", "5", "6", "7", "8")
            for p in ("", "Niveau ")
        ),
        message="Le fichier mêle les anciens niveaux (V, IV, III…) et les nouveaux (3, 4, 5…) : « V » est lu 3, "
        "« 5 » est lu Bac+2. Vérifiez que personne n'a écrit l'un pour l'autre.",
    ),
)

# The roman level that each level of 2019 replaces ("" where there was none), for screens that show both.
NIVEAU_ANCIEN: Final = {
    "0": "VI", "1-2": "V bis", "3": "V", "4": "IV", "4P": "", "5": "III", "6": "II", "7": "I", "8": "I",
}  # fmt: skip
# ISCED level and European common indicator (ESF+ 2021/1057, annex I): a CAP is ISCED 3, hence EECO10.
CITE: Final = {"0": "0-1", "1-2": "2", "3": "3", "4": "3", "4P": "4", "5": "5", "6": "6", "7": "7", "8": "8"}
INDICATEUR_CITE: Final = {
    "0": "EECO09", "1-2": "EECO09", "3": "EECO10", "4": "EECO10", "4P": "EECO10", "5": "EECO11", "6": "EECO11",
    "7": "EECO11", "8": "EECO11",
}  # fmt: skip
# « Niveau V et infra » of the older reports.
NIVEAUX_3_ET_INFRA: Final = frozenset({"0", "1-2", "3"})

STATUT_ENTREE: Final = liste(
    "statut_entree",
    "Situation sur le marché du travail à l'entrée",
    Code(
        "CHOMEUR",
        "Demandeur d'emploi",
        (
            "Chômeur",
            "Chômeuse",
            "Chômage",
            "Demandeuse d'emploi",
            "DE",
            "En recherche d'emploi",
            "Sans emploi",
            "Demandeur d'emploi inscrit",
            "Inscrit à France Travail",
            "Inscrit à Pôle emploi",
        ),
    ),
    Code("INACTIF", "Inactif", ("Inactive", "Inactivité", "Sans activité", "Étudiant", "Au foyer")),
    Code("EMPLOI", "En emploi", ("Salarié", "Salariée", "En activité", "Indépendant", "Emploi précaire", "Travail")),
)

CRITERE: Final = liste(
    "criteres_eligibilite",
    "Critères d'éligibilité",
    Code(
        "DELD",
        "Demandeur d'emploi de longue durée (12 à 24 mois)",
        (
            "Demandeur d'emploi >= 12 mois (12-24)",
            "Demandeur d'emploi longue durée",
            "DELD 12 mois",
            "Chômeur de longue durée",
            "DELD 12-24",
        ),
    ),
    Code(
        "DETLD",
        "Demandeur d'emploi de très longue durée (24 mois et plus)",
        (
            "Demandeur d'emploi >= 24 mois",
            "Demandeur d'emploi très longue durée",
            "DETLD 24 mois",
            "Chômeur de très longue durée",
        ),
    ),
    Code(
        "RSA",
        "Bénéficiaire du RSA (socle ou majoré)",
        ("Bénéficiaire du RSA (socle/majoré)", "BRSA", "RSA socle", "RSA majoré", "bRSA"),
    ),
    Code("ASS", "Bénéficiaire de l'ASS", ("Allocation de solidarité spécifique",)),
    Code("AAH", "Bénéficiaire de l'AAH", ("Allocation aux adultes handicapés",)),
    Code(
        "JEUNE",
        "Moins de 26 ans peu ou pas qualifié",
        ("Jeunes", "Moins de 26 ans", "Jeune -26 ans", "- 26 ans", "-26"),
    ),
    Code("SENIOR", "50 ans et plus", ("Seniors", "Sénior", "Séniors", "50+", "+ 50 ans", "Plus de 50 ans")),
    Code(
        "NIV3",
        "Niveau 3 ou inférieur (ancien V)",
        (
            "Niveau 3 ou infra (ex V et infra)",
            "Niveau 3 et infra",
            "Niveau V et infra",
            "Niveau V ou infra",
            "Bas niveau de qualification",
        ),
    ),
    Code(
        "TH",
        "Travailleur handicapé (RQTH, OETH)",
        ("RQTH / bénéficiaire OETH", "RQTH", "OETH", "BOETH", "Personne handicapée", "RQTH/BOETH"),
    ),
    Code("QPV", "Résident d'un quartier prioritaire", ("Résident QPV", "Quartier prioritaire", "Habitant QPV")),
    Code(
        "ZFRR",
        "Résident d'une zone de revitalisation rurale",
        ("Résident ZRR/ZFRR", "ZRR", "FRR", "ZRR/ZFRR", "Résident ZFRR"),
    ),
    Code("PI", "Parent isolé", ("Parents isolés", "Famille monoparentale", "Monoparental")),
    Code("ASE", "Sortant de l'aide sociale à l'enfance", ("Sortant ASE", "Aide sociale à l'enfance")),
    Code(
        "REF_DA",
        "Réfugié, protégé ou demandeur d'asile",
        ("Réfugié, protégé, demandeur d'asile", "Réfugié", "Demandeur d'asile", "Protection subsidiaire", "BPI"),
    ),
    Code(
        "PSH_PR",
        "Sans hébergement ou parcours de rue",
        ("Sans hébergement / parcours de rue", "Sans hébergement", "Parcours de rue", "Sans domicile", "SDF"),
    ),
    Code(
        "DETENTION_MJ",
        "Sortant de détention ou sous main de justice",
        ("Sortant de détention / main de justice", "Sortant de détention", "Main de justice", "PPSMJ", "Détention"),
    ),
    Code("FLE", "Français inférieur à A1", ("Français < A1", "Français langue étrangère", "Maîtrise de la langue")),
    Code("PM", "Problème de mobilité", ("Problèmes de mobilité", "Mobilité", "Frein mobilité")),
    Code("DEROG", "Dérogation motivée de la commission", ("Dérogation", "Dérogatoire")),
)

# Read under the rights of sensitive answers (health, origin, justice, child welfare).
CRITERES_SENSIBLES: Final = frozenset({"AAH", "TH", "REF_DA", "DETENTION_MJ", "ASE", "PSH_PR"})
