"""``deplie serve``: the web server and one worker, watched over together."""

from __future__ import annotations

import argparse

AIDE = "Démarrer le serveur et son exécutant de tâches."


def declarer(analyseur: argparse.ArgumentParser) -> None:
    analyseur.add_argument("--port", type=int, default=8000, metavar="N", help="port d'écoute (8000)")
    analyseur.add_argument("--hote", default="127.0.0.1", metavar="ADRESSE", help="adresse d'écoute (127.0.0.1)")


def executer(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from deplie.site.cli._service import Service, port_occupe
    from deplie.site.installation import preparer_code
    from deplie.socle.erreurs import RefusMetier

    if not 0 < options.port < 65536:
        raise RefusMetier(f"Le port {options.port} n'existe pas : indiquez un nombre de 1 à 65535.")
    if port_occupe(options.hote, options.port):
        raise RefusMetier(
            f"Le port {options.port} est déjà pris sur cette machine : arrêtez ce qui l'occupe, "
            f"ou choisissez-en un autre (deplie serve --port {options.port + 1})."
        )
    # Visits that ended: their rows serve nobody.
    call_command("clearsessions", verbosity=0)
    return Service(options.hote, options.port, code=preparer_code()).tourner()
