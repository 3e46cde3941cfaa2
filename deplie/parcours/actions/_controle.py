"""What every decision on a parcours verifies before it writes: the rules that imports apply, on the final state."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from deplie.parcours.models import Participation
from deplie.parcours.rules.controles import Etat, refus
from deplie.parcours.rules.sortie import compte
from deplie.socle.erreurs import RefusMetier

PHRASES: Final = {
    "participation_unique": "Une participation à ce dispositif commence déjà ce jour-là pour cette personne.",
    "participation_une_ouverte": "Cette personne a déjà une participation ouverte dans ce dispositif.",
    "participation_dates": "La date de sortie précède l'entrée. Corrigez l'une des deux.",
    "participation_motif_date": "Un motif de sortie est donné sans date de sortie. Indiquez la date.",
    "participation_suspension": "Les jours de suspension se comptent à partir de zéro.",
    "participation_chomage": "La durée de chômage se compte en mois, à partir de zéro.",
    "prescription_une_en_attente": "Cette personne a déjà une prescription en attente dans ce dispositif.",
    "prescription_admise": "Une prescription admise a sa participation, et elle seule.",
    "prescription_refus": "Un refus dit sa raison et propose une autre voie.",
    "prescription_raison": "Indiquez la raison : le prescripteur la lira.",
    "prescription_expire": "L'échéance suit la prescription.",
    "prescription_aller_vers": "Le nom d'une action n'est noté que pour une origine « aller vers ».",
    "suspension_unique": "Une suspension commence déjà ce jour-là.",
    "suspension_une_ouverte": "Le parcours est déjà suspendu.",
    "suspension_dates": "La reprise précède la suspension. Corrigez l'une des deux.",
    "emploi_unique": "Cet emploi est déjà enregistré.",
    "emploi_un_ouvert": "Un emploi est déjà suivi : terminez-le d'abord.",
    "emploi_dates": "La fin de l'emploi précède l'embauche. Corrigez l'une des deux.",
    "emploi_quotite": "Le temps de travail se donne en pourcentage d'un temps plein, de 1 à 100.",
    "entretien_unique": "Ce rendez-vous est déjà noté, avec la même personne, le même jour, à la même heure.",
    "entretien_duree": "Un entretien dure de 5 minutes à 8 heures.",
    "entretien_note": "Une note s'écrit quand l'entretien a eu lieu.",
    "changement_referent_jour": "Un changement de référent est déjà noté ce jour-là.",
    "changement_referent_reel": "Le nouveau référent est déjà celui qui suit ce parcours.",
    "proposition_une_en_attente": "Cette étape est déjà proposée : l'opérateur n'a pas encore répondu.",
    "proposition_raison": "Dites pourquoi la personne ne peut pas être reçue : son référent la lira.",
    "assiduite_unique": "Des heures sont déjà notées à partir de ce jour.",
    "assiduite_dates": "Le dernier jour précède le premier. Corrigez l'un des deux.",
    "assiduite_heures": "Aucune heure n'est faite : dites si l'absence est excusée.",
    "modele_courrier_nom": "Un modèle porte déjà ce nom.",
    "piece_une_cible": "Une pièce prouve une seule chose.",
    "piece_fichier": "Ce fichier est déjà joint.",
    "piece_retrait": "Dites pourquoi la pièce est retirée.",
    "passage_nombre": "Un passage compte de 1 à 200 personnes.",
    "passage_nomme": "Une personne nommée compte pour une ; son sexe et son âge sont déjà connus.",
    "passage_public": "Le sexe et l'âge se disent d'une seule personne.",
    "inscription_atelier_unique": "Cette personne est déjà inscrite à cette séance.",
    "inscription_atelier_motif": "Une raison d'absence est donnée pour une personne présente.",
    "jalon_dates": "La fin précède le début. Corrigez l'une des deux dates.",
    "jalon_heures": "Les heures se comptent à partir de zéro.",
    "etape_palier": "Le palier d'une mise en situation va de 1 à 4.",
    "trame_unique": "Une trame de ce dispositif commence déjà ce jour-là.",
    "trame_dates": "Le dernier jour de la trame précède le premier. Corrigez l'un des deux.",
    "diagnostic_rang": "Cette version du diagnostic existe déjà.",
    "diagnostic_un_en_cours": "Une version du diagnostic est déjà en cours de rédaction.",
    "frein_suivi_un_ouvert": "Ce frein est déjà suivi.",
    "frein_suivi_prise_en_charge": "La prise en charge précède le jour où le frein a été identifié.",
    "frein_suivi_dates": "La levée précède le jour où le frein a été identifié.",
    "frein_suivi_sante": "La santé se dit par le thème seul : laissez la précision vide.",
    "etape_dates": "La fin de l'étape précède son début. Corrigez l'une des deux.",
    "etape_heures": "Les heures se comptent à partir de zéro.",
}


def verifier(participation: Participation) -> None:
    """Raise RefusMetier when the participation, as it would be saved, breaks a rule or overlaps another."""
    constats = refus(_etat(participation), timezone.localdate())
    if constats:
        raise RefusMetier(" ".join(constat.message for constat in constats))
    _verifier_chevauchement(participation)


def _verifier_chevauchement(participation: Participation) -> None:
    """Two stays of one person in one scheme share no day, the day of exit included; a duplicate overlaps nothing."""
    if not compte(participation.motif_sortie):
        return
    autres = Participation.objects.reelles().filter(
        Q(date_sortie=None) | Q(date_sortie__gte=participation.date_entree),
        personne=participation.personne,
        dispositif=participation.dispositif,
    )
    if participation.date_sortie:
        autres = autres.filter(date_entree__lte=participation.date_sortie)
    autre = autres.exclude(pk=participation.pk).order_by("date_entree").first()
    if autre:
        fin = f"au {autre.date_sortie:%d/%m/%Y}" if autre.date_sortie else "à aujourd'hui"
        raise RefusMetier(
            f"Cette personne est déjà suivie dans ce dispositif, du {autre.date_entree:%d/%m/%Y} {fin}. "
            "Reprenez cette participation, ou corrigez ses dates."
        )


def _etat(participation: Participation) -> Etat:
    """The participation as the rules read it; what is empty is unknown. Criteria are not among what is refused."""
    personne = participation.personne
    propres = {champ: getattr(participation, champ, None) for champ in Etat._fields}
    valeurs = propres | {champ: getattr(personne, champ) for champ in _DE_LA_PERSONNE}
    valeurs |= dict.fromkeys(("criteres", "freins", "referent", "prescripteur"))
    valeurs["dispositif"] = participation.dispositif.pk
    return Etat._make(None if valeurs[champ] == "" else valeurs[champ] for champ in Etat._fields)


_DE_LA_PERSONNE: Final = (
    "nom",
    "nom_usage",
    "prenom",
    "date_naissance",
    "sexe",
    "adresse",
    "code_postal",
    "telephone",
    "courriel",
)


def ecrire(jour: date | None) -> str | None:
    """A day as the journal keeps it."""
    return jour.isoformat() if jour else None
