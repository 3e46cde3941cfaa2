"""``etapes`` as the import run knows it."""

from __future__ import annotations

from collections.abc import Sequence

from deplie.parcours.imports import acteurs
from deplie.parcours.imports.colonnes import ETAPES
from deplie.parcours.imports.etapes.comparaison import Comparaison
from deplie.parcours.imports.etapes.ecriture import ecrire
from deplie.parcours.imports.etapes.lecture import controle
from deplie.parcours.imports.etapes.rattachement import Rattachement
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneEtape
from deplie.parcours.imports.reunies import rejoindre
from deplie.socle.imports.course import Course
from deplie.socle.imports.registre import Controle, ImportTable
from deplie.socle.tableaux import Champ, DescriptionTable


class TableEtapes(ImportTable):
    """One line by étape of a parcours."""

    nom = "etapes"
    ordre = 20
    faits = ("etape", "acteur")
    lignes = LigneEtape

    @property
    def description(self) -> DescriptionTable:
        return ETAPES

    def controle(self, course: Course, champs: Sequence[Champ]) -> Controle:
        return controle(Lieu.lire(course.lot.territoire), champs)

    def comparer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        rejoindre(course, lieu.territoire, LigneEtape, self.nom)
        Rattachement(course, lieu).faire()
        Comparaison(course, lieu).faire()
        with course.paquet():
            acteurs.annoncer_structures(course, lieu, acteurs.OPERATEURS)
            course.ecrire_messages()

    def appliquer(self, course: Course) -> None:
        ecrire(course, Lieu.lire(course.lot.territoire))
