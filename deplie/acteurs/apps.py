from django.apps import AppConfig


class ActeursConfig(AppConfig):
    name = "deplie.acteurs"
    label = "acteurs"

    def ready(self) -> None:
        from deplie.socle.menu import Entree, inscrire

        inscrire(
            Entree("Équipe", "acteurs:equipe", "equipe.voir", ordre=70, groupe="Territoire"),
            Entree("Réglages", "acteurs:reglages", "reglage.modifier", ordre=80, groupe="Territoire"),
            Entree("Journal", "acteurs:journal", "journal.voir", ordre=90, groupe="Territoire"),
        )
