from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "deplie.parcours"
    label = "parcours"

    def ready(self) -> None:
        from deplie.instances.queries import inscrire_genre
        from deplie.parcours.imports.etapes.table import TableEtapes
        from deplie.parcours.imports.participants.table import TableParticipants
        from deplie.parcours.imports.suivis.diagnostics import TableDiagnostics
        from deplie.parcours.imports.suivis.emplois import TableEmplois
        from deplie.parcours.imports.suivis.entretiens import TableEntretiens
        from deplie.parcours.imports.suivis.prescriptions import TablePrescriptions
        from deplie.parcours.models import Etape
        from deplie.parcours.queries import rappel
        from deplie.parcours.views.seance import GENRES
        from deplie.personnes.models import Personne
        from deplie.socle import brouillons, envois
        from deplie.socle.imports import registre
        from deplie.socle.imports.changements import Temoin, declarer_temoin
        from deplie.socle.menu import Entree, inscrire

        envois.declarer(rappel.RAPPEL_ENTRETIEN, rappel.du_rappel)
        envois.declarer(rappel.RAPPEL_ATELIER, rappel.de_l_atelier)
        envois.declarer(rappel.PLACE_ATELIER, rappel.de_la_place)
        envois.declarer(rappel.ANNULATION_ATELIER, rappel.de_l_annulation)
        brouillons.exclure("parcours:sensible")
        personnes = (
            "personnes/",
            "participations/",
            "etapes/",
            "diagnostics/",
            "freins/",
            "jalons/",
            "doublons/",
            "fusions/",
        )
        inscrire(Entree("Participants", "parcours:participants", "participation.voir", ordre=20, aussi=personnes))
        inscrire(
            Entree("Personnes accueillies", "parcours:accueils", "etape.accueillir", 13, aussi=("accueils/", "heures/"))
        )
        inscrire(Entree("Courriers", "parcours:modeles_courrier", "reglage.modifier", ordre=95, groupe="Territoire"))
        inscrire(Entree("Agenda", "parcours:agenda", "entretien.voir", ordre=12, aussi=("entretiens/",)))
        inscrire(Entree("Noter un passage", "parcours:noter_passage", "passage.noter", ordre=14))
        inscrire(Entree("Activité des lieux", "parcours:passages", "passage.voir", ordre=43, groupe="Piloter"))
        inscrire(Entree("Ateliers", "parcours:ateliers", "atelier.voir", ordre=13))
        inscrire(
            Entree("Prescriptions", "parcours:prescriptions", "prescription.voir", ordre=15, aussi=("prescriptions/",))
        )
        inscrire(Entree("Contrat PLIE", "parcours:modele_contrat", "reglage.modifier", ordre=86, groupe="Territoire"))
        inscrire(Entree("Étapes minimales", "parcours:trames", "reglage.modifier", ordre=85, groupe="Territoire"))
        suivis = (TablePrescriptions(), TableEntretiens(), TableDiagnostics(), TableEmplois())
        for table in (TableParticipants(), TableEtapes(), *suivis):
            registre.enregistrer(table)
        for genre in GENRES:
            inscrire_genre(genre)
        declarer_temoin(
            "contact", Temoin(Personne.historique.model, "territoire__code", "identifiant", naissances=True)
        )
        declarer_temoin(
            "etape", Temoin(Etape.historique.model, "territoire__code", "participation__personne__identifiant")
        )
