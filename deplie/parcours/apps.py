from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "deplie.parcours"
    label = "parcours"

    def ready(self) -> None:
        _menu()
        _imports()
        _messages()
        _chez_les_autres()


def _menu() -> None:
    from deplie.socle.menu import Entree, inscrire

    personnes = (
        "personnes/",
        "participations/",
        "etapes/",
        "diagnostics/",
        "freins/",
        "jalons/",
        "emplois/",
        "pieces/",
        "doublons/",
        "fusions/",
    )
    for entree in (
        Entree("Participants", "parcours:participants", "participation.voir", ordre=20, aussi=personnes),
        Entree("Personnes accueillies", "parcours:accueils", "etape.accueillir", 13, aussi=("accueils/", "heures/")),
        Entree("Courriers", "parcours:modeles_courrier", "reglage.modifier", ordre=95, groupe="Territoire"),
        Entree("Messages", "parcours:messages", "message.suivre", ordre=96, groupe="Territoire"),
        Entree("Agenda", "parcours:agenda", "entretien.voir", ordre=12, aussi=("entretiens/",)),
        Entree("Noter un passage", "parcours:noter_passage", "passage.noter", ordre=14),
        Entree("Activité des lieux", "parcours:passages", "passage.voir", ordre=43, groupe="Piloter"),
        Entree("Ateliers", "parcours:ateliers", "atelier.voir", ordre=13),
        Entree("Prescriptions", "parcours:prescriptions", "prescription.voir", ordre=15, aussi=("prescriptions/",)),
        Entree("Contrat PLIE", "parcours:modele_contrat", "reglage.modifier", ordre=86, groupe="Territoire"),
        Entree("Étapes minimales", "parcours:trames", "reglage.modifier", ordre=85, groupe="Territoire"),
    ):
        inscrire(entree)


def _imports() -> None:
    from deplie.parcours.imports.etapes.table import TableEtapes
    from deplie.parcours.imports.participants.table import TableParticipants
    from deplie.parcours.imports.suivis.diagnostics import TableDiagnostics
    from deplie.parcours.imports.suivis.emplois import TableEmplois
    from deplie.parcours.imports.suivis.entretiens import TableEntretiens
    from deplie.parcours.imports.suivis.prescriptions import TablePrescriptions
    from deplie.parcours.models import Etape
    from deplie.personnes.models import Personne
    from deplie.socle.imports import registre
    from deplie.socle.imports.changements import Temoin, declarer_temoin

    suivis = (TablePrescriptions(), TableEntretiens(), TableDiagnostics(), TableEmplois())
    for table in (TableParticipants(), TableEtapes(), *suivis):
        registre.enregistrer(table)
    declarer_temoin("contact", Temoin(Personne.historique.model, "territoire__code", "identifiant", naissances=True))
    declarer_temoin("etape", Temoin(Etape.historique.model, "territoire__code", "participation__personne__identifiant"))


def _messages() -> None:
    from deplie.parcours.exports.courrier import courriers_de_fond
    from deplie.parcours.queries import rappel
    from deplie.parcours.rules.courrier import COURRIERS
    from deplie.socle import brouillons, envois, fabrications

    envois.declarer(rappel.RAPPEL_ENTRETIEN, rappel.du_rappel)
    envois.declarer(rappel.RAPPEL_ATELIER, rappel.de_l_atelier)
    envois.declarer(rappel.PLACE_ATELIER, rappel.de_la_place)
    envois.declarer(rappel.ANNULATION_ATELIER, rappel.de_l_annulation)
    fabrications.declarer(COURRIERS, fabrications.Fabricant(courriers_de_fond, "courrier", "docx"))
    brouillons.exclure("parcours:sensible")


def _chez_les_autres() -> None:
    """What séances decide on here, what the pages of lower rooms show of the parcours."""
    from deplie.instances.queries import inscrire_genre
    from deplie.parcours.queries.operation import activite
    from deplie.parcours.views.seance import GENRES
    from deplie.socle.emplacements import Panneau, inscrire, offrir

    for genre in GENRES:
        inscrire_genre(genre)
    offrir("personne", "Page d'une personne, sous son parcours ; objet : Personne.")
    inscrire(
        "operation",
        Panneau("etapes", "Étapes et personnes", "participation.voir", activite, "parcours/_operation.html", 50),
    )
