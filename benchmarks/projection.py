"""The projection put to the test of the years of the demonstration: ``python -m benchmarks.projection``.

For each year that is over and complete, what would have been projected at the end of March, June and September, against
what really happened. Reads the installation of ``DEPLIE_DONNEES`` (``deplie demo`` first) and prints a table in
Markdown, kept in ``docs/projection.md``.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Final

ANNEES: Final = {
    "TCO": ("PLIE", (2019, 2020)),
    "LAROCHELLE": ("PLIE", (2021,)),
    "MIDIQUERCY": ("PLIE", (2019, 2020, 2021)),
    "HAUTEVIENNE": ("PLIE", (2019,)),
}
JOURS: Final = ((3, 31), (6, 30), (9, 30))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from deplie.acteurs.queries import Acteur
    from deplie.pilotage.queries.projections import projeter
    from deplie.pilotage.rules.ecriture import nombre
    from deplie.pilotage.rules.periodes import annee
    from deplie.territoires.models import Territoire

    print("| Territoire | Année | Au | Chiffre | Projeté | Intervalle | Réel | Dedans |")
    print("|---|---|---|---|---:|---|---:|---|")
    lues = dedans = 0
    for code, (dispositif, annees) in ANNEES.items():
        acteur = Acteur.systeme(Territoire.objects.get(code=code))
        for an in annees:
            for mois, jour in JOURS:
                for ligne in projeter(acteur, dispositif, annee(an), date(an, mois, jour)).lignes:
                    unite = 1 if ligne.indicateur.unite == "%" else 0
                    p = ligne.projection
                    ecrits = [nombre(valeur, unite) for valeur in (p.attendu, p.bas, p.haut)]
                    print(
                        f"| {code} | {an} | {jour:02}/{mois:02} | {ligne.indicateur.libelle} | {ecrits[0]} | "
                        f"{ecrits[1]} à {ecrits[2]} | {ligne.reel} | {'oui' if ligne.dedans else 'non'} |"
                    )
                    lues, dedans = lues + 1, dedans + ligne.dedans
    print(f"\n{dedans} projections sur {lues} tiennent dans leur intervalle.")


if __name__ == "__main__":
    main()
