from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from deplie.socle.emplacements import Panneau


class FinancementsConfig(AppConfig):
    name = "deplie.financements"
    label = "financements"

    def ready(self) -> None:
        from deplie.financements.actions import purger_brouillons
        from deplie.financements.exports.piste import noms_de_la_piste, piste_de_fond
        from deplie.financements.queries.dossier_audit import ARCHIVE
        from deplie.financements.queries.echeances import Source, inscrire_source
        from deplie.financements.queries.echeances_seances import GENRES, dues
        from deplie.financements.queries.message import NOTIFICATION_CONTROLE, de_la_notification
        from deplie.financements.queries.rappel_echeances import RAPPEL_ECHEANCES, du_rappel
        from deplie.financements.queries.seance import decidees_par
        from deplie.financements.views.seance import MONTANTS, OPERATIONS
        from deplie.instances.queries import inscrire_genre
        from deplie.socle import emplacements, envois, fabrications, horloge
        from deplie.socle.emplacements import Panneau
        from deplie.socle.menu import Entree, inscrire

        emplacements.offrir("operation", "Page d'une opération, sous sa fiche ; objet : Operation.")
        emplacements.offrir("piste", "Piste d'audit d'une opération, après ses bilans ; objet : Operation.")
        emplacements.offrir("appel", "Page d'un appel, après ses dossiers ; objet : Appel.")
        emplacements.inscrire("operation", *_panneaux())
        decidees = Panneau("operations", "Opérations", "operation.voir", decidees_par, "financements/_seance.html", 20)
        emplacements.inscrire("seance", decidees)
        inscrire(
            Entree(
                "Opérations", "financements:operations", "operation.voir", ordre=46, groupe="Piloter",
                aussi=(
                    "operations/", "versements/", "reversements/", "bilans-execution/", "depenses/", "engagements/",
                    "controles/",
                ),
            )
        )  # fmt: skip
        inscrire(Entree("Programmation", "financements:programmation", "programmation.voir", 47, "Piloter"))
        appels = Entree("Appels à projets", "financements:appels", "appel.voir", 45, "Piloter", aussi=("dossiers/",))
        inscrire(appels)
        inscrire(Entree("Échéances", "financements:echeances", "echeance.voir", 47, "Piloter"))
        inscrire_source(Source("seances", "seance.voir", GENRES, dues))
        fabrications.declarer(ARCHIVE, fabrications.Fabricant(piste_de_fond, nommer=noms_de_la_piste))
        envois.declarer(RAPPEL_ECHEANCES, du_rappel, "échéances rappelées")
        inscrire_genre(OPERATIONS)
        inscrire_genre(MONTANTS)
        envois.declarer(NOTIFICATION_CONTROLE, de_la_notification, "contrôle notifié à un porteur")
        horloge.inscrire("brouillons des porteurs", partial(purger_brouillons, par=None))


def _panneaux() -> list[Panneau]:
    """What the page of an operation shows of its execution."""
    from deplie.financements.queries import engagement, solde
    from deplie.financements.queries import panneaux as lus
    from deplie.socle.emplacements import Panneau

    ici = "financements/"
    return [
        Panneau("engagements", "Du prévu au retenu", "depense.voir", engagement.panneau, f"{ici}_engagements.html", 15),
        Panneau("bilans", "Bilans d'exécution", "depense.voir", lus.bilans, f"{ici}_bilans.html", 20),
        Panneau("solde", "Ce qui est dû", "depense.voir", solde.panneau, f"{ici}_solde.html", 30),
    ]
