from django.apps import AppConfig


class FseConfig(AppConfig):
    name = "deplie.fse"
    label = "fse"

    def ready(self) -> None:
        from functools import partial

        from deplie.financements.queries.dossier_audit import inscrire_annexe
        from deplie.financements.queries.echeances import Source, inscrire_source
        from deplie.fse.actions import purger_copies
        from deplie.fse.queries.annexe import annexe
        from deplie.fse.queries.echeances import GENRES, dues
        from deplie.fse.queries.panneaux import de_l_operation, de_la_personne
        from deplie.fse.queries.piste import panneau
        from deplie.socle import brouillons, horloge
        from deplie.socle.emplacements import Panneau
        from deplie.socle.emplacements import inscrire as poser
        from deplie.socle.menu import Entree, inscrire

        inscrire(
            Entree("Participants FSE", "fse:operations", "fse.voir", ordre=47, groupe="Piloter", aussi=("fse/",)),
        )
        inscrire_annexe("participants", annexe)
        inscrire_source(Source("fse", "fse.voir", GENRES, dues))
        horloge.inscrire("copies des retours du service", partial(purger_copies, par=None))
        # A sensitive answer is not kept in a draft.
        brouillons.exclure("fse:entree")
        poser(
            "operation",
            Panneau("fse", "Participants du fonds européen", "fse.voir", de_l_operation, "fse/_operation.html", 60),
        )
        poser(
            "piste", Panneau("participants", "Participants et preuves", "depense.voir", panneau, "fse/_piste.html", 50)
        )
        poser("personne", Panneau("fse", "Fonds européen", "fse.voir", de_la_personne, "fse/_personne.html", 50))
