"""Pages of people and parcours, under ``/<CODE>/``."""

from django.urls import path

from deplie.parcours.views import (
    accueil,
    agenda,
    decisions,
    doublons,
    entretien,
    participants,
    personne,
    prescription,
    suivi,
)

app_name = "parcours"

urlpatterns = [
    path("participants/", participants.participants, name="participants"),
    path("participants/export.<str:genre>", participants.exporter, name="exporter"),
    path("participants/accueillir/", accueil.accueillir, name="accueillir"),
    path("participants/inscrire/", accueil.inscrire, name="inscrire"),
    path("personnes/<int:pk>/", personne.personne, name="personne"),
    path("personnes/<int:pk>/identite/", decisions.identite, name="identite"),
    path("personnes/<int:pk>/admettre/", accueil.admettre_connue, name="admettre"),
    path("personnes/<int:pk>/sensible/", decisions.sensible, name="sensible"),
    path("participations/<int:pk>/entree/", decisions.entree, name="entree"),
    path("participations/<int:pk>/etapes/nouvelle/", decisions.nouvelle_etape, name="nouvelle_etape"),
    path("participations/<int:pk>/sortie/", decisions.sortie, name="sortie"),
    path("participations/<int:pk>/sortie/annuler/", decisions.annuler_sortie, name="annuler_sortie"),
    path("participations/<int:pk>/sixieme-mois/", decisions.sixieme_mois, name="sixieme_mois"),
    path("participations/<int:pk>/doublon/", decisions.doublon, name="doublon"),
    path("doublons/", doublons.doublons, name="doublons"),
    path("doublons/<int:pk>/<int:autre>/ecarter/", doublons.ecarter, name="ecarter_doublon"),
    path("prescriptions/", prescription.liste, name="prescriptions"),
    path("prescriptions/orienter/", prescription.orienter, name="orienter"),
    path("prescriptions/<int:pk>/", prescription.prescription, name="prescription"),
    path("prescriptions/<int:pk>/<slug:acte>/", prescription.decider, name="decider_prescription"),
    path("personnes/<int:pk>/orienter/", prescription.orienter_connue, name="orienter_connue"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/semaine.ics", agenda.fichier, name="agenda_fichier"),
    path("agenda/nouveau/", entretien.nouveau, name="nouveau_rendez_vous"),
    path("personnes/<int:pk>/rendez-vous/", entretien.planifier, name="planifier_entretien"),
    path("personnes/<int:pk>/entretien/", entretien.ecrire, name="ecrire_entretien"),
    path("entretiens/<int:pk>/", entretien.entretien, name="entretien"),
    path("entretiens/<int:pk>/ecrire/", entretien.tenir, name="tenir_entretien"),
    path("entretiens/<int:pk>/deplacer/", entretien.deplacer, name="deplacer_entretien"),
    path("entretiens/<int:pk>/absence/", entretien.absence, name="noter_absence"),
    path("entretiens/<int:pk>/annuler/", entretien.annuler, name="annuler_entretien"),
    path("participations/<int:pk>/contrat/", suivi.contrat, name="contrat"),
    path("contrats/<int:pk>/signer/", suivi.signer, name="signer"),
    path("participations/<int:pk>/suspendre/", suivi.suspendre, name="suspendre"),
    path("participations/<int:pk>/reprendre/", suivi.reprendre, name="reprendre"),
    path("participations/<int:pk>/emploi/", suivi.embaucher, name="embaucher"),
    path("participations/<int:pk>/emploi/fin/", suivi.fin_emploi, name="fin_emploi"),
    path("emplois/<int:pk>/constat/", suivi.constat, name="constat"),
    path("etapes/<int:pk>/", decisions.etape, name="etape"),
]
