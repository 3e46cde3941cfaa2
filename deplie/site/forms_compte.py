"""The forms of django-allauth in the words of the house (settings ACCOUNT_FORMS and MFA_FORMS)."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as comptes
from allauth.mfa.base import forms as facteurs
from allauth.mfa.totp import forms as application
from allauth.mfa.webauthn import forms as cles
from django.contrib.auth.password_validation import password_validators_help_texts

AIDE_CODE = "Six chiffres de l'application, ou l'un de vos codes de secours."


def _dire(formulaire: Any, **champs: tuple[str, str]) -> None:
    """Give each field its label and its help, and drop the placeholder that repeats them."""
    for nom, (libelle, aide) in champs.items():
        champ = formulaire.fields[nom]
        champ.label, champ.help_text = libelle, aide
        champ.widget.attrs.pop("placeholder", None)


def _exigence() -> str:
    return " ".join(password_validators_help_texts())


class Connexion(comptes.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, login=("Adresse électronique", ""), password=("Mot de passe", ""))


class MotDePasseOublie(comptes.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, email=("Adresse électronique", "Celle de votre compte."))


class NouveauMotDePasse(comptes.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, password1=("Nouveau mot de passe", _exigence()), password2=("Nouveau mot de passe, de nouveau", ""))


class ChangementMotDePasse(comptes.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(
            self,
            oldpassword=("Mot de passe actuel", ""),
            password1=("Nouveau mot de passe", _exigence()),
            password2=("Nouveau mot de passe, de nouveau", ""),
        )


class PremierMotDePasse(comptes.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, password1=("Mot de passe", _exigence()), password2=("Mot de passe, de nouveau", ""))


class Confirmation(comptes.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, password=("Mot de passe", ""))


class CodeDeConnexion(facteurs.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, code=("Code", AIDE_CODE))


class CodeDeConfirmation(facteurs.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, code=("Code", AIDE_CODE))


class ActivationApplication(application.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, code=("Code affiché par l'application", "Six chiffres."))


class AjoutCle(cles.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sans = "La clé suffit alors : elle demandera votre empreinte, votre visage ou son code."
        _dire(
            self,
            name=("Nom de la clé", "Pour la reconnaître : « Ordinateur du bureau », « Téléphone »."),
            passwordless=("Se connecter sans mot de passe", sans),
        )
        self.fields["name"].initial = self.initial["name"] = ""


class RenommageCle(cles.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dire(self, name=("Nom de la clé", ""))
