"""``participants`` as the import run knows it."""

from __future__ import annotations

from collections.abc import Sequence

from deplie.parcours.imports import acteurs, completude
from deplie.parcours.imports.colonnes import PARTICIPANTS
from deplie.parcours.imports.etapes import reprise
from deplie.parcours.imports.lieu import Lieu
from deplie.parcours.imports.lignes import LigneParticipant
from deplie.parcours.imports.participants import attentes, doublons, etapes_dehors
from deplie.parcours.imports.participants.comparaison import Comparaison
from deplie.parcours.imports.participants.ecriture import Ecriture
from deplie.parcours.imports.participants.lecture import controle
from deplie.parcours.imports.reunies import rejoindre
from deplie.socle.imports.course import Course
from deplie.socle.imports.registre import Controle, ImportTable
from deplie.socle.tableaux import Champ, DescriptionTable


class TableParticipants(ImportTable):
    """One line by participation of a person in a scheme."""

    nom = "participants"
    ordre = 10
    # Étapes are read with their participation's dimensions.
    faits = ("sejour", "critere", "etape", "personne", "contact", "acteur")
    lignes = LigneParticipant

    @property
    def description(self) -> DescriptionTable:
        return PARTICIPANTS

    def controle(self, course: Course, champs: Sequence[Champ]) -> Controle:
        return controle(Lieu.lire(course.lot.territoire), champs)

    def comparer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        rejoindre(course, lieu.territoire, LigneParticipant, self.nom)
        Comparaison(course, lieu).faire()
        doublons.signaler(course, lieu.territoire.pk)
        with course.paquet():
            acteurs.annoncer_agents(course, lieu)
            acteurs.annoncer_structures(course, lieu, acteurs.PRESCRIPTEURS)
            completude.annoncer(course, lieu)
            attentes.annoncer(course, lieu)
            etapes_dehors.annoncer(course, lieu)
            course.ecrire_messages()

    def appliquer(self, course: Course) -> None:
        lieu = Lieu.lire(course.lot.territoire)
        Ecriture(course, lieu).faire()
        attentes.regler(course, lieu)
        reprise.reprendre(course, lieu)
