"""Pages of calls, operations and money, under ``/<CODE>/``; public ones and those of a secret link, at the root."""

from django.urls import path

from deplie.financements.views import appels, convention, depot, dossiers, operations, public, subventions

app_name = "financements"

urlpatterns = [
    path("operations/", operations.operations, name="operations"),
    path("operations.csv", operations.exporter, name="exporter_operations"),
    path("operations/<int:pk>/", operations.operation, name="operation"),
    path("operations/<int:pk>/convention/", convention.signer, name="signer"),
    path("operations/<int:pk>/avenant/", convention.avenant, name="avenant"),
    path("operations/<int:pk>/versement/", convention.nouveau_versement, name="nouveau_versement"),
    path("operations/<int:pk>/<slug:acte>/inscrire/", convention.acte, name="acte"),
    path("versements/<int:pk>/", convention.versement, name="versement"),
    path("versements/<int:pk>/payer/", convention.payer, name="payer"),
    path("versements/<int:pk>/retirer/", convention.retirer_versement, name="retirer_versement"),
    path("appels/", appels.appels, name="appels"),
    path("appels/nouveau/", appels.nouveau, name="nouvel_appel"),
    path("appels/subventions/", subventions.subventions, name="subventions"),
    path("appels/<int:pk>/", dossiers.appel, name="appel"),
    path("appels/<int:pk>/dossiers.<slug:forme>", dossiers.exporter, name="exporter_dossiers"),
    path("appels/<int:pk>/classement/", dossiers.classement, name="classement"),
    path("appels/<int:pk>/reglement/", appels.reglement, name="reglement"),
    path("appels/<int:pk>/modifier/", appels.modifier, name="modifier_appel"),
    path("appels/<int:pk>/publier/", appels.publier, name="publier_appel"),
    path("appels/<int:pk>/prolonger/", appels.prolonger, name="prolonger_appel"),
    path("appels/<int:pk>/retirer/", appels.retirer, name="retirer_appel"),
    path("appels/<int:pk>/copier/", appels.copier, name="copier_appel"),
    path("appels/<int:pk>/listes/<slug:quoi>/", appels.liste, name="liste_appel"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/porteur/", dossiers.porteur, name="porteur"),
    path("dossiers/<int:pk>/recevabilite/", dossiers.recevabilite, name="recevabilite"),
    path("dossiers/<int:pk>/complement/", dossiers.complement, name="demander_complement"),
    path("dossiers/<int:pk>/instruire/", dossiers.instruire, name="instruire"),
    path("dossiers/<int:pk>/lecteurs/", dossiers.designer, name="designer_lecteur"),
    path("dossiers/<int:pk>/lecture/", dossiers.lecture, name="lecture"),
    path("dossiers/<int:pk>/avis/", dossiers.avis, name="avis"),
    path("dossiers/<int:pk>/lettre.docx", dossiers.lettre, name="lettre"),
    path("dossiers/pieces/<int:pk>/", dossiers.piece, name="piece"),
]

urls_hors_territoire = [
    path("appels/<slug:lieu>/", public.appels, name="appels_publics"),
    path("appels/<slug:lieu>/subventions.csv", subventions.fichier, name="subventions_publiques"),
    path("appels/<slug:lieu>/retrouver/", public.retrouver, name="retrouver_dossier"),
    path("appels/<slug:lieu>/<int:pk>/", public.appel, name="appel_public"),
    path("appels/<slug:lieu>/<int:pk>/deposer/", public.deposer, name="deposer"),
    path("dossier/<str:jeton>/", depot.dossier, name="dossier_porteur"),
    path("dossier/<str:jeton>/pieces/", depot.pieces, name="pieces_dossier"),
    path("dossier/<str:jeton>/pieces/<int:pk>/", depot.piece, name="piece_dossier"),
    path("dossier/<str:jeton>/pieces/<int:pk>/retirer/", depot.retirer_piece, name="retirer_piece_dossier"),
    path("dossier/<str:jeton>/relire/", depot.relire, name="relire_dossier"),
    path("dossier/<str:jeton>/recu.pdf", depot.recu, name="recu_dossier"),
    path("dossier/<str:jeton>/complement/", depot.complement, name="complement_dossier"),
    path("dossier/<str:jeton>/<slug:partie>/", depot.partie, name="partie_dossier"),
    path("dossier/<str:jeton>/<slug:partie>/saisie/", depot.saisie, name="saisie_dossier"),
]
