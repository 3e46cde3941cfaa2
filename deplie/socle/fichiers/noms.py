"""What a file is called: a label, cleaned when it comes, with the ending of what it really is when it goes."""

from __future__ import annotations

from pathlib import PurePosixPath

from deplie.socle.fichiers.genres import GENRES


def nom_sain(nom: str) -> str:
    """The last part of a file's name, without what a file system or a path would interpret."""
    dernier = PurePosixPath(nom.replace("\\", "/")).name
    return "".join(c for c in dernier if c.isprintable() and c not in '<>:"|?*').strip(". ")[:120] or "fichier"


def nom_donne(nom: str, genre: str) -> str:
    """The name under which a file is given back."""
    fins = GENRES[genre].fins
    racine, _, fin = nom.rpartition(".")
    return nom if racine and fin.lower() in fins else f"{nom}.{fins[0]}"
