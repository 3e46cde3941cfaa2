"""The table of rights, as it is printed."""

from __future__ import annotations

from deplie.acteurs.rules import DROITS, ROLES, ROLES_RESERVES


def tableau_des_droits() -> str:
    """Rights × roles as Markdown: one line per right, one column per role, and what each role is."""
    lignes = [
        "# Droits",
        "",
        "Une personne tient un ou plusieurs rôles dans un territoire, entre deux dates. Le rôle donne des droits ; son",
        "périmètre dit sur quelles personnes. Dans un territoire où elle ne tient aucun rôle, toute adresse répond",
        "« introuvable ».",
        "",
        "## Rôles",
        "",
        "| rôle | nom | ce qu'il fait | périmètre |",
        "|---|---|---|---|",
    ]
    for code, role in ROLES.items():
        reserve = " Donné par l'administration seule." if code in ROLES_RESERVES else ""
        lignes.append(f"| `{code}` | {role.libelle} | {role.phrase}{reserve} | {role.perimetre.value} |")
    lignes += ["", "## Droits par rôle", "", f"| droit | {' | '.join(f'`{code}`' for code in ROLES)} |"]
    lignes.append("|---|" + ":-:|" * len(ROLES))
    for code, droit in DROITS.items():
        cases = ["oui" if role in droit.roles else "" for role in ROLES]
        lignes.append(f"| {droit.phrase} (`{code}`) | {' | '.join(cases)} |")
    lignes += [
        "",
        "La ligne de commande a tous les droits. L'administration de l'installation tient le rôle `administrateur`",
        "dans chaque territoire ; ce rôle ne montre aucune personne. Les droits de chaque adresse sont rejoués par les",
        "tests.",
    ]
    return "\n".join(lignes)
