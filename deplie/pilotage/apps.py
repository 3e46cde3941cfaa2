from django.apps import AppConfig


class PilotageConfig(AppConfig):
    name = "deplie.pilotage"
    label = "pilotage"

    def ready(self) -> None:
        from django.conf import settings

        from deplie.cadre.imports import indicateurs
        from deplie.cadre.queries.indicateurs import declarer_libelles
        from deplie.gouvernance.queries.catalogue import declarer_lecteur
        from deplie.instances.queries import inscrire_genre
        from deplie.mesure.moteurs import borner
        from deplie.pilotage.exports.pack.archive import dossier_de_fond, noms_du_dossier
        from deplie.pilotage.imports.indicateurs import codes_connus, libelles
        from deplie.pilotage.imports.releves import TableReleves
        from deplie.pilotage.queries import chaine, mesures
        from deplie.pilotage.queries.pack.archives import DOSSIER
        from deplie.pilotage.views.seance import BILAN
        from deplie.socle import emplacements, fabrications
        from deplie.socle.emplacements import Panneau
        from deplie.socle.imports import registre
        from deplie.socle.menu import Entree, inscrire

        borner(settings.CALCUL_MEMOIRE, settings.CALCUL_FILS)
        inscrire(
            Entree("Bilan", "pilotage:bilan", "bilan.voir", ordre=40, groupe="Piloter"),
            Entree("Chiffres publiés", "pilotage:publications", "publication.voir", ordre=43, groupe="Piloter"),
            Entree("Chiffres déclarés", "pilotage:releves", "releve.voir", ordre=45, groupe="Piloter"),
        )
        indicateurs.declarer(codes_connus)
        declarer_libelles(libelles)
        declarer_lecteur(mesures.lire)
        registre.enregistrer(TableReleves())
        inscrire_genre(BILAN)
        dossiers = fabrications.Fabricant(dossier_de_fond, nommer=noms_du_dossier, paquet=1)
        fabrications.declarer(DOSSIER, dossiers)
        ici = ("Ses chiffres", "bilan.ouvrir")
        emplacements.inscrire("operation", Panneau("chiffres", *ici, chaine.de_l_operation, "pilotage/_lien.html", 55))
        emplacements.inscrire("appel", Panneau("chiffres", *ici, chaine.de_l_appel, "pilotage/_lien.html", 10))
