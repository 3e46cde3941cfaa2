"""The pages of sign-in and of the account's protection, answered by django-allauth, each behind one of our doors.

The names are those that django-allauth reverses; what we do not want (sign-up, change of e-mail) is absent.
"""

from allauth.account import views as comptes
from allauth.mfa.base import views as facteurs
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as application
from allauth.mfa.webauthn import views as cles
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from deplie.acteurs.views import publique
from deplie.site.views.compte import du_titulaire
from deplie.site.views.entree import connexion


class Numero36(StringConverter):
    """The account's number in base 36, before the dash of a reset link."""

    regex = "[0-9A-Za-z]+"


register_converter(Numero36, "numero36")

urlpatterns = [
    path("connexion/", connexion, name="account_login"),
    path("connexion/second-facteur/", publique(facteurs.authenticate), name="mfa_authenticate"),
    path("connexion/cle/", publique(cles.login_webauthn), name="mfa_login_webauthn"),
    path("deconnexion/", publique(comptes.logout), name="account_logout"),
    path("compte/ferme/", publique(comptes.account_inactive), name="account_inactive"),
    path("compte/mot-de-passe/", du_titulaire(comptes.password_change), name="account_change_password"),
    path("compte/mot-de-passe/choisir/", du_titulaire(comptes.password_set), name="account_set_password"),
    path("mot-de-passe-oublie/", publique(comptes.password_reset), name="account_reset_password"),
    path("mot-de-passe-oublie/envoye/", publique(comptes.password_reset_done), name="account_reset_password_done"),
    path(
        "mot-de-passe-oublie/change/",
        publique(comptes.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path(
        "mot-de-passe-oublie/<numero36:uidb36>-<str:key>/",
        publique(comptes.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("compte/confirmer/", du_titulaire(comptes.reauthenticate), name="account_reauthenticate"),
    path("compte/confirmer/code/", du_titulaire(facteurs.reauthenticate), name="mfa_reauthenticate"),
    path("compte/confirmer/cle/", du_titulaire(cles.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("compte/securite/", du_titulaire(facteurs.index), name="mfa_index"),
    path("compte/securite/application/", du_titulaire(application.activate_totp), name="mfa_activate_totp"),
    path("compte/securite/application/retirer/", du_titulaire(application.deactivate_totp), name="mfa_deactivate_totp"),
    path("compte/securite/codes/", du_titulaire(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "compte/securite/codes/produire/",
        du_titulaire(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "compte/securite/codes/telecharger/",
        du_titulaire(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("compte/securite/cles/", du_titulaire(cles.list_webauthn), name="mfa_list_webauthn"),
    path("compte/securite/cles/ajouter/", du_titulaire(cles.add_webauthn), name="mfa_add_webauthn"),
    path("compte/securite/cles/<int:pk>/retirer/", du_titulaire(cles.remove_webauthn), name="mfa_remove_webauthn"),
    path("compte/securite/cles/<int:pk>/renommer/", du_titulaire(cles.edit_webauthn), name="mfa_edit_webauthn"),
]
