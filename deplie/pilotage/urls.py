"""Pages of the figures, under ``/<CODE>/``."""

from django.urls import path, re_path

from deplie.pilotage.views import (
    archive,
    bilan,
    comparaison,
    diffusion,
    doutes,
    lignes,
    pack,
    projections,
    publications,
    publiques,
    releves,
)

app_name = "pilotage"

urlpatterns = [
    path("bilan/", bilan.bilan, name="bilan"),
    path("bilan/definition/<slug:indicateur>/", bilan.definition, name="definition"),
    path("bilan/liste/<slug:indicateur>/", lignes.liste, name="liste"),
    path("bilan/liste/<slug:indicateur>/export.xlsx", lignes.exporter_liste, name="exporter_liste"),
    re_path(r"^bilan/export\.(?P<forme>json|csv|xlsx)$", bilan.exporter, name="exporter"),
    path("bilan/comparer/", comparaison.comparer, name="comparer"),
    path("bilan/projection/", projections.projection, name="projection"),
    path("bilan/controles/", doutes.controles, name="controles"),
    path("bilan/controles/<slug:nature>/", doutes.fiches, name="fiches_en_doute"),
    path("bilan/manques/<slug:champ>/", doutes.incompletes, name="incompletes"),
    path("publications/", publications.publications, name="publications"),
    path("publications/figer/", publications.figer, name="figer"),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path("publications/chapitres/", pack.chapitres, name="chapitres"),
    path("publications/chapitres/<slug:cle>/", pack.chiffres, name="chiffres_chapitre"),
    path("publications/<int:pk>/dossier/", pack.dossier, name="dossier"),
    path("publications/<int:pk>/dossier/<slug:nom>.<slug:forme>", pack.document, name="document_dossier"),
    path("publications/<int:pk>/dossier/preparer/", archive.preparer, name="preparer_dossier"),
    path("publications/dossiers/<slug:cle>/", archive.archive, name="archive_dossier"),
    path("publications/dossiers/<slug:cle>/avancement/", archive.avancement, name="avancement_dossier"),
    path("publications/dossiers/<slug:cle>/dossier.zip", archive.telecharger, name="telecharger_dossier"),
    path("publications/<int:pk>/dossier/texte/<slug:cle>/", pack.texte, name="texte_chapitre"),
    path("publications/<int:pk>/depuis/", publications.depuis, name="depuis"),
    path("publications/<int:pk>/recompte/", publications.recompte, name="recompte"),
    path("publications/<int:pk>/liste/<slug:indicateur>/", publications.liste, name="liste_publiee"),
    path("publications/<int:pk>/acte/<slug:acte>/", publications.avancer, name="avancer_publication"),
    path("publications/<int:pk>/rendre-publique/", diffusion.diffuser, name="diffuser_publication"),
    path("publications/<int:pk>/retirer-du-public/", diffusion.retirer, name="retirer_publication"),
    path("publications/<int:pk>/rectification/", publications.rectifier, name="rectifier_publication"),
    path("publications/<int:pk>/export.<slug:forme>", publications.exporter, name="exporter_publication"),
    path("releves/", releves.releves, name="releves"),
]

urls_hors_territoire = [
    path("publications/<slug:lieu>/", publiques.liste, name="publications_publiques"),
    path("publications/<slug:lieu>/logo.png", publiques.logo, name="logo_public"),
    path("publications/<slug:lieu>/schema.json", publiques.schema, name="schema_public"),
    path("publications/<slug:lieu>/<int:pk>/", publiques.publication, name="publication_publique"),
    path("publications/<slug:lieu>/<int:pk>/definitions/", publiques.definitions, name="definitions_publiques"),
    path("publications/<slug:lieu>/<int:pk>/donnees.<slug:forme>", publiques.donnees, name="donnees_publiques"),
]
