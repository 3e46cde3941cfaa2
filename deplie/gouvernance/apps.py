from django.apps import AppConfig


class GouvernanceConfig(AppConfig):
    name = "deplie.gouvernance"
    label = "gouvernance"

    def ready(self) -> None:
        from deplie.financements.queries.echeances import Source, inscrire_source
        from deplie.gouvernance.queries import panneaux
        from deplie.gouvernance.queries.echeances import GENRES, dues
        from deplie.socle import emplacements
        from deplie.socle.emplacements import Panneau
        from deplie.socle.menu import Entree, inscrire

        inscrire(Entree("Plans d'actions", "gouvernance:plans", "pacte.voir", ordre=51, groupe="Piloter"))
        inscrire_source(Source("plans", "pacte.avancer", GENRES, dues, a_l_accueil=False))
        voir, liees = ("Plans d'actions", "pacte.voir"), "gouvernance/_liees.html"
        emplacements.inscrire("seance", Panneau("plans", *voir, panneaux.de_la_seance, "gouvernance/_seance.html", 30))
        emplacements.inscrire("appel", Panneau("plans", *voir, panneaux.de_l_appel, liees, 30))
        emplacements.inscrire("operation", Panneau("plans", *voir, panneaux.de_l_operation, liees, 70))
        emplacements.inscrire(
            "protocole", Panneau("plans", *voir, panneaux.du_protocole, "gouvernance/_protocole.html", 30)
        )
