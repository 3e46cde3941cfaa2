"""The form that receives one file: what was received stays received when something else is to be corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.template.defaultfilters import filesizeformat

from deplie.socle.erreurs import RefusMetier
from deplie.socle.fichiers.depot import Auteur, recevoir
from deplie.socle.fichiers.genres import ACCEPTES, CONNUS
from deplie.socle.models import Fichier

_SEL, _UN_JOUR = "deplie.fichier", 24 * 3600


class FormulaireFichier(forms.Form):
    """``cleaned_data["fichier"]`` is the ``Fichier`` kept. Sent again after an error, the form holds it by ``recu``.

    A form that may go without one sets ``obligatoire`` to False.
    """

    obligatoire = True
    fichier = forms.FileField(
        label="Fichier", required=False, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPTES})
    )
    recu = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, territoire: str, par: Auteur, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territoire, self.par = territoire, par
        self.fields["fichier"].help_text = f"{CONNUS}. {settings.PIECE_TAILLE_MAX // 2**20} Mo au plus."

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        try:
            garde = self._nouveau(valeurs.get("fichier")) or self._deja_recu(valeurs.pop("recu", ""))
        except RefusMetier as refus:
            self.add_error("fichier", refus.message)
            return valeurs
        valeurs.pop("recu", None)
        if self.obligatoire and garde is None and "fichier" not in self.errors:
            self.add_error("fichier", "Choisissez un fichier.")
        return valeurs | {"fichier": garde}

    def _nouveau(self, envoye: Any) -> Fichier | None:
        if envoye is None:
            return None
        garde = recevoir(envoye, territoire=self.territoire, par=self.par)
        self._retenir(garde)
        return garde

    def _deja_recu(self, jeton: str) -> Fichier | None:
        """The file that an earlier sending left, if it is this account's and of this territory."""
        try:
            numero, compte = signing.loads(jeton, salt=_SEL, max_age=_UN_JOUR)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        if compte != _numero(self.par):
            return None
        garde = Fichier.objects.filter(pk=numero, territoire=self.territoire).first()
        if garde:
            self._retenir(garde)
        return garde

    def _retenir(self, garde: Fichier) -> None:
        """Shown again, the form says what it holds."""
        envoi: Any = self.data
        copie = envoi.copy()
        copie[self.add_prefix("recu")] = signing.dumps([garde.pk, _numero(self.par)], salt=_SEL)
        self.data = copie
        dit = f"Déjà reçu : {garde.nom} ({filesizeformat(garde.taille)})."
        self["fichier"].help_text = f"{dit} N'en choisissez un autre que pour le remplacer."


def _numero(par: Auteur) -> int | None:
    return par.compte.pk if par.compte else None
