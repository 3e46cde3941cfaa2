"""What the pack of a committee is made of: subjects, each with the figures it shows and what they are cut by.

A territory chooses its chapters among these subjects, in its own order and under its own titles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

# A figure, and the breakdown it is drawn by.
Coupe = tuple[str, tuple[str, ...]]
# More would not be read from the back of a room.
CHIFFRES_MAX: Final = 12
DESSINS_MAX: Final = 4


@dataclass(frozen=True)
class Sujet:
    """A kind of chapter. ``cibles``: it shows every figure that has a target; ``declares``: what documents declare;
    ``aide``: what its text is for."""

    titre: str
    chiffres: tuple[str, ...] = ()
    coupes: tuple[Coupe, ...] = ()
    cibles: bool = False
    declares: bool = False
    aide: str = "Ce que les chiffres ne disent pas : faits marquants, difficultés, raisons d'un écart."


@dataclass(frozen=True)
class Chapitre:
    """A chapter of a territory: its key (its text follows it from a publication to the next), its subject, its title.

    ``chiffres`` and ``coupes`` replace the figures and the drawings of the subject; None keeps them.
    """

    cle: str
    sujet: str
    titre: str = ""
    chiffres: tuple[str, ...] | None = None
    coupes: tuple[Coupe, ...] | None = None

    @property
    def intitule(self) -> str:
        return self.titre or SUJETS[self.sujet].titre

    @property
    def codes(self) -> tuple[str, ...]:
        return SUJETS[self.sujet].chiffres if self.chiffres is None else self.chiffres

    @property
    def dessins(self) -> tuple[Coupe, ...]:
        return SUJETS[self.sujet].coupes if self.coupes is None else self.coupes

    @property
    def des_cibles(self) -> bool:
        """Whether it shows every figure that has a target, whichever they are."""
        return SUJETS[self.sujet].cibles and self.chiffres is None

    @property
    def choisi(self) -> bool:
        """Whether somebody chose what it shows."""
        return self.chiffres is not None or self.coupes is not None

    def avec(self, chiffres: tuple[str, ...] | None, coupes: tuple[Coupe, ...] | None) -> Chapitre:
        """The same with these figures; what its subject shows anyway is not a choice."""
        sujet = SUJETS[self.sujet]
        usuels = () if sujet.cibles else sujet.chiffres
        return replace(
            self,
            chiffres=None if chiffres is None or chiffres == usuels else chiffres,
            coupes=None if coupes is None or coupes == sujet.coupes else coupes,
        )


SUJETS: Final[dict[str, Sujet]] = {
    "chiffres_cles": Sujet(
        "Chiffres clés",
        ("personnes_suivies", "entrees", "sorties", "taux_sorties_positives", "etapes", "parcours_en_cours_fin"),
    ),
    "publics": Sujet(
        "Les publics",
        ("part_femmes", "part_25_ans_et_plus", "part_qpv", "part_niveau3_infra"),
        (("personnes_suivies", ("tranche_age",)), ("personnes_suivies", ("duree_chomage",))),
    ),
    "parcours": Sujet(
        "Les parcours",
        ("etapes", "personnes_en_etape", "etapes_par_personne", "duree_parcours_moyenne"),
        (("etapes", ("groupe_categorie",)),),
    ),
    "accompagnement": Sujet(
        "L'accompagnement",
        ("entretiens_tenus", "personnes_rencontrees", "part_entretiens_manques", "delai_premier_entretien",
         "ateliers_tenus", "taux_presence_ateliers"),
    ),
    "prescriptions": Sujet(
        "Les prescriptions",
        ("prescriptions", "part_prescriptions_admises", "prescriptions_en_attente", "delai_prescription_entree"),
    ),
    "sorties": Sujet(
        "Les sorties",
        ("sorties", "sorties_positives", "taux_sorties_positives", "taux_sorties_positives_hors_externes",
         "taux_sorties_emploi", "maintien_emploi_6_mois"),
        (("sorties", ("famille",)),),
    ),
    "objectifs": Sujet("Les objectifs", cibles=True),
    "moyens": Sujet("Les moyens", ("charge_par_referent", "completude", "taux_rotation")),
    "fse": Sujet(
        "Le fonds européen",
        ("fse_participants", "fse_taux_completude", "operations_programmees", "montant_conventionne",
         "fse_taux_justification", "montant_paye"),
    ),
    "lieux": Sujet(
        "Les lieux d'accueil",
        ("passages", "personnes_recues", "personnes_connues_recues", "part_passages_orientes"),
        (("passages", ("genre_lieu",)),),
    ),
    "appels": Sujet(
        "Les appels à projets",
        ("appel_candidatures", "appel_porteurs", "appel_retenues", "appel_taux_selection", "appel_montant_demande",
         "appel_montant_accorde"),
    ),
    "declares": Sujet(
        "Ce que des documents déclarent", declares=True, aide="Ce que ces documents laissent ouvert, et pourquoi."
    ),
    "perspectives": Sujet("Perspectives", aide="Ce qui vient : orientations, calendrier, décisions attendues."),
    "libre": Sujet("Texte libre", aide="Un chapitre de texte, sans chiffre."),
}  # fmt: skip
# The pack of a territory that has chosen nothing.
USUELS: Final[tuple[Chapitre, ...]] = tuple(
    Chapitre(sujet, sujet)
    for sujet in ("chiffres_cles", "objectifs", "publics", "parcours", "sorties", "fse", "perspectives")
)
# What the double page of an annual report draws, under which title.
VOLETS: Final[tuple[tuple[str, Coupe], ...]] = (
    ("Les publics", ("personnes_suivies", ("tranche_age",))),
    ("Les étapes", ("etapes", ("groupe_categorie",))),
    ("Les sorties", ("sorties", ("famille",))),
)
# What the page for elected people and the paragraph for the press are made of, where they are known.
SYNTHESE: Final[tuple[str, ...]] = (
    "personnes_suivies", "entrees", "sorties", "taux_sorties_positives", "etapes", "part_femmes",
)  # fmt: skip
