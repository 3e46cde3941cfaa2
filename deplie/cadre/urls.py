"""Pages of the frame, under ``/<CODE>/``."""

from django.urls import path

from deplie.cadre.views import cadre, competence, objectif, protocole, subvention

app_name = "cadre"

urlpatterns = [
    path("cadre/", cadre.cadre, name="cadre"),
    path("cadre/objectif/", objectif.fixer_objectif, name="fixer_objectif"),
    path("cadre/objectif/proposer/", objectif.proposer_objectif, name="proposer_objectif"),
    path("cadre/propositions/<int:pk>/retirer/", objectif.retirer_proposition, name="retirer_proposition"),
    path("cadre/protocoles/nouveau/", protocole.creer_protocole, name="creer_protocole"),
    path("cadre/protocoles/<int:pk>/", protocole.protocole, name="protocole"),
    path("cadre/protocoles/<int:pk>/modifier/", protocole.modifier_protocole, name="modifier_protocole"),
    path("cadre/protocoles/<int:pk>/avenant/", protocole.ajouter_avenant, name="ajouter_avenant"),
    path("cadre/protocoles/<int:pk>/partie/", protocole.ajouter_partie, name="ajouter_partie"),
    path("cadre/avenants/<int:pk>/signer/", protocole.signer_avenant, name="signer_avenant"),
    path("cadre/parties/<int:pk>/", protocole.modifier_partie, name="modifier_partie"),
    path("cadre/parties/<int:pk>/retirer/", protocole.retirer_partie, name="retirer_partie"),
    path("cadre/organismes/nouveau/", subvention.declarer_oi, name="declarer_oi"),
    path("cadre/organismes/<int:pk>/plan/", subvention.rattacher_plan, name="rattacher_plan"),
    path("cadre/organismes/<int:pk>/subvention/", subvention.enregistrer_subvention, name="enregistrer_subvention"),
    path("cadre/organismes/<int:pk>/modifier/", subvention.modifier_oi, name="modifier_oi"),
    path("cadre/plans/<int:pk>/modifier/", subvention.modifier_rattachement, name="modifier_rattachement"),
    path("cadre/enveloppes/<int:pk>/corriger/", subvention.corriger_enveloppe, name="corriger_enveloppe"),
    path("cadre/enveloppes/<int:pk>/parts/", subvention.fixer_parts, name="fixer_parts"),
    path("cadre/subventions/<int:pk>/", subvention.subvention, name="subvention"),
    path("cadre/subventions/<int:pk>/modifier/", subvention.modifier_subvention, name="modifier_subvention"),
    path("cadre/subventions/<int:pk>/avenant/", subvention.ajouter_avenant, name="ajouter_avenant_subvention"),
    path("cadre/subventions/<int:pk>/enveloppe/", subvention.fixer_enveloppe, name="fixer_enveloppe"),
    path("cadre/competences/nouvelle/", competence.declarer_competence, name="declarer_competence"),
    path("cadre/competences/<int:pk>/modifier/", competence.modifier_competence, name="modifier_competence"),
    path("cadre/competences/<int:pk>/passer/", competence.passer_competence, name="passer_competence"),
    path("cadre/accords/<int:pk>/modifier/", competence.modifier_accord, name="modifier_accord"),
    path("cadre/accords/nouveau/", competence.noter_accord, name="noter_accord"),
]
