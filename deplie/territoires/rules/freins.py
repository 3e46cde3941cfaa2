"""Themes of obstacles to employment: « thématiques » of data-inclusion v1 (Licence Ouverte 2.0), in 16 groups."""

from __future__ import annotations

from typing import Final

from deplie.socle.tableaux.codes import Code, liste

FREIN: Final = liste(
    "freins",
    "Freins (thématiques data-inclusion)",
    Code("choisir-un-metier", "Choisir un métier"),
    Code("choisir-un-metier--confirmer-son-choix-de-metier", "Confirmer son choix de métier"),
    Code("choisir-un-metier--connaitre-les-opportunites-demploi", "Connaître les opportunités d’emploi"),
    Code(
        "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite", "Découvrir un métier ou un secteur d’activité"
    ),
    Code(
        "choisir-un-metier--identifier-ses-points-forts-et-ses-competences",
        "Identifier ses points forts et ses compétences",
    ),
    Code("creer-une-entreprise", "Créer une entreprise"),
    Code(
        "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
        "Définir son projet de création d’entreprise",
    ),
    Code("creer-une-entreprise--developper-son-entreprise", "Développer son entreprise"),
    Code(
        "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
        "Structurer son projet de création d’entreprise",
    ),
    Code(
        "difficultes-administratives-ou-juridiques",
        "Difficultés administratives ou juridiques",
        (
            "Administratif",
            "Justice",
            "Accès aux droits",
        ),
    ),
    Code(
        "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        "Accompagnement aux démarches administratives",
    ),
    Code(
        "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete",
        "Accompagnement pour l’accès à la citoyenneté",
    ),
    Code(
        "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
        "Accompagnement pour l’accès aux droits",
    ),
    Code(
        "difficultes-administratives-ou-juridiques--beneficier-dune-mesure-daccompagnement-adapte",
        "Bénéficier d’une mesure d’accompagnement adapté",
    ),
    Code(
        "difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination",
        "Connaître ses droits face à une discrimination",
    ),
    Code(
        "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
        "Prendre en compte une problématique judiciaire",
    ),
    Code(
        "difficultes-financieres",
        "Difficultés financières",
        (
            "Budget",
            "Finances",
            "Surendettement",
        ),
    ),
    Code("difficultes-financieres--acquerir-une-autonomie-budgetaire", "Acquérir une autonomie budgétaire"),
    Code("difficultes-financieres--ameliorer-sa-gestion-budgetaire", "Améliorer sa gestion budgétaire"),
    Code(
        "difficultes-financieres--mettre-en-place-une-mesure-de-protection-financiere",
        "Mettre en place une mesure de protection financière",
    ),
    Code(
        "difficultes-financieres--prevenir-une-degradation-de-la-situation-financiere",
        "Prévenir une dégradation de la situation financière",
    ),
    Code(
        "difficultes-financieres--situation-dendettement-surendettement", "Situation d’endettement ou de surendettement"
    ),
    Code("equipement-et-alimentation", "Équipement et alimentation"),
    Code("equipement-et-alimentation--aide-menagere", "Aide ménagère"),
    Code("equipement-et-alimentation--alimentation", "Alimentation"),
    Code("equipement-et-alimentation--electromenager", "Électroménager"),
    Code("equipement-et-alimentation--habillement", "Habillement"),
    Code(
        "famille",
        "Famille",
        (
            "Garde d'enfant",
            "Garde",
        ),
    ),
    Code("famille--garde-denfants", "Garde d’enfants"),
    Code("famille--prise-en-charge-personne-dependante", "Prise en charge d’une personne dépendante"),
    Code("famille--soutien-a-la-parentalite-et-a-leducation", "Soutien à la parentalité et à l’éducation"),
    Code("famille--soutien-aidants", "Soutien aux aidants"),
    Code(
        "famille--surmonter-conflits-separation-violence",
        "Surmonter les conflits liés à la séparation ou à la violence",
    ),
    Code(
        "lecture-ecriture-calcul",
        "Lecture, écriture, calcul",
        (
            "Langue",
            "Français",
            "Illettrisme",
            "Lecture et écriture",
            "Maîtrise de la langue",
        ),
    ),
    Code("lecture-ecriture-calcul--maitriser-le-calcul", "Maîtriser le calcul"),
    Code("lecture-ecriture-calcul--maitriser-le-francais", "Maîtriser le français"),
    Code(
        "logement-hebergement",
        "Logement, hébergement",
        (
            "Logement",
            "Hébergement",
        ),
    ),
    Code("logement-hebergement--acheter-un-logement", "Acheter un logement"),
    Code("logement-hebergement--changer-de-logement", "Changer de logement"),
    Code("logement-hebergement--louer-un-logement", "Louer un logement"),
    Code(
        "logement-hebergement--rechercher-une-solution-dhebergement-temporaire",
        "Rechercher une solution d’hébergement temporaire",
    ),
    Code("logement-hebergement--reduire-les-impayes-de-loyer", "Réduire les impayés de loyer"),
    Code("logement-hebergement--se-maintenir-dans-le-logement", "Se maintenir dans le logement"),
    Code(
        "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement",
        "S’informer sur les démarches liées à l’accès au logement",
    ),
    Code(
        "mobilite",
        "Mobilité",
        (
            "Transport",
            "Permis",
        ),
    ),
    Code("mobilite--acceder-a-un-vehicule", "Accéder à un véhicule"),
    Code("mobilite--entretenir-reparer-son-vehicule", "Entretenir et réparer son véhicule"),
    Code("mobilite--etre-accompagne-dans-son-parcours-mobilite", "Être accompagné dans son parcours mobilité"),
    Code("mobilite--financer-ma-mobilite", "Financer ma mobilité"),
    Code(
        "mobilite--mobilite-douce-partagee-collective",
        "Utiliser des services de mobilité douce, partagée ou collective",
    ),
    Code("mobilite--preparer-un-permis", "Préparer un permis"),
    Code(
        "numerique",
        "Numérique",
        (
            "Illectronisme",
            "Informatique",
        ),
    ),
    Code("numerique--acceder-a-des-services-en-ligne", "Accéder à des services en ligne"),
    Code("numerique--acceder-a-une-connexion-internet", "Accéder à une connexion Internet"),
    Code("numerique--acquerir-un-equipement", "Acquérir un équipement"),
    Code("numerique--maitriser-les-fondamentaux-du-numerique", "Maîtriser les fondamentaux du numérique"),
    Code("preparer-sa-candidature", "Préparer sa candidature"),
    Code("preparer-sa-candidature--developper-son-reseau", "Développer son réseau"),
    Code(
        "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
        "Organiser ses démarches de recherche d’emploi",
    ),
    Code(
        "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
        "Réaliser un CV et/ou une lettre de motivation",
    ),
    Code("preparer-sa-candidature--valoriser-ses-competences", "Valoriser ses compétences"),
    Code(
        "remobilisation",
        "Remobilisation",
        (
            "Confiance en soi",
            "Isolement",
        ),
    ),
    Code("remobilisation--activites-sportives-et-culturelles", "Activités sportives et culturelles"),
    Code("remobilisation--benevolat-action-citoyenne", "Bénévolat et action citoyenne"),
    Code("remobilisation--bien-etre-confiance-en-soi", "Bien-être et confiance en soi"),
    Code("remobilisation--lien-social", "Lien social"),
    Code("sante", "Santé", ("Problème de santé",)),
    Code("sante--acces-aux-soins", "Accès aux soins"),
    Code("sante--addictions", "Addictions"),
    Code("sante--constituer-un-dossier-mdph-invalidite", "Constituer un dossier MDPH pour invalidité"),
    Code("sante--sante-mentale", "Santé mentale"),
    Code("sante--sante-sexuelle", "Santé sexuelle"),
    Code(
        "se-former",
        "Se former",
        (
            "Formation",
            "Qualification",
        ),
    ),
    Code("se-former--monter-son-dossier-de-formation", "Monter son dossier de formation"),
    Code("se-former--trouver-sa-formation", "Trouver sa formation"),
    Code("souvrir-a-linternational", "S’ouvrir à l’international"),
    Code(
        "souvrir-a-linternational--connaitre-les-opportunites-demploi-a-letranger",
        "Connaître les opportunités d’emploi à l’étranger",
    ),
    Code(
        "souvrir-a-linternational--sinformer-sur-les-aides-pour-travailler-a-letranger",
        "S’informer sur les aides pour travailler à l’étranger",
    ),
    Code(
        "souvrir-a-linternational--sorganiser-suite-a-son-retour-en-france", "S’organiser suite à son retour en France"
    ),
    Code("trouver-un-emploi", "Trouver un emploi"),
    Code("trouver-un-emploi--convaincre-un-recruteur-en-entretien", "Convaincre un recruteur en entretien"),
    Code("trouver-un-emploi--faire-des-candidatures-spontanees", "Faire des candidatures spontanées"),
    Code("trouver-un-emploi--maintien-dans-lemploi", "Maintien dans l’emploi"),
    Code("trouver-un-emploi--repondre-a-des-offres-demploi", "Répondre à des offres d’emploi"),
    Code(
        "trouver-un-emploi--suivre-ses-candidatures-et-relancer-les-employeurs",
        "Suivre ses candidatures et relancer les employeurs",
    ),
)
