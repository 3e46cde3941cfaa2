"""The attendance grid of a session: one line per person, « présent » unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from deplie.parcours.models import InscriptionAtelier
from deplie.parcours.rules.atelier import ABSENT, ABSENT_EXCUSE, EN_ATTENTE, INSCRIT, MOTIFS, PRESENT, refus_de_presence

# Short, to stand side by side on a telephone.
DITS = {PRESENT: "présent·e", ABSENT_EXCUSE: "excusé·e", ABSENT: "absent·e"}
SANS_PLACE = (EN_ATTENTE, "n'a pas eu de place")


class GrillePresences(forms.Form):
    """Each line has a state and a reason. A line that cannot be kept says why; the others are ``presences``."""

    def __init__(self, *args: Any, inscriptions: Sequence[InscriptionAtelier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inscriptions = list(inscriptions)
        for inscription in self.inscriptions:
            self.fields[f"statut_{inscription.pk}"] = self._statut(inscription)
            self.fields[f"motif_{inscription.pk}"] = forms.ChoiceField(
                label="Raison de l'absence",
                choices=[("", "Aucune"), *MOTIFS.items()],
                required=False,
                initial=inscription.motif,
            )

    @staticmethod
    def _statut(inscription: InscriptionAtelier) -> forms.ChoiceField:
        attend = inscription.statut == EN_ATTENTE
        choix = [SANS_PLACE] * attend + list(DITS.items())
        connu = PRESENT if inscription.statut == INSCRIT else inscription.statut
        champ = forms.ChoiceField(label="Présence", choices=choix, widget=forms.RadioSelect, required=False)
        champ.initial = connu
        return champ

    def lignes(self) -> Iterator[tuple[InscriptionAtelier, BoundField, BoundField]]:
        """Who, the state and the reason, as the page shows them."""
        for inscription in self.inscriptions:
            yield inscription, self[f"statut_{inscription.pk}"], self[f"motif_{inscription.pk}"]

    def presences(self) -> Mapping[int, tuple[str, str]]:
        """What can be kept, by number of registration; what cannot becomes an error of its line."""
        self.full_clean()
        retenues = {}
        for inscription in self.inscriptions:
            pk = inscription.pk
            statut, motif = (self.cleaned_data.get(f"{nom}_{pk}", "") for nom in ("statut", "motif"))
            if statut == EN_ATTENTE == inscription.statut:
                continue
            if self.errors.keys() & {f"statut_{pk}", f"motif_{pk}"}:
                continue
            if phrase := refus_de_presence(statut, motif):
                self.add_error(f"motif_{pk}", phrase)
            else:
                retenues[pk] = (statut, motif)
        return retenues
