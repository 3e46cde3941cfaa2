"""Where bytes come from: a file on disk, or a member of an archive held in an anonymous temporary file."""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from deplie.socle.lecture.types import FichierRefuse


class _Vue(io.RawIOBase):
    """An independent reading position on an open file: several readers share one descriptor."""

    def __init__(self, descripteur: int) -> None:
        super().__init__()
        self._descripteur, self._position = descripteur, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, decalage: int, depuis: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: os.fstat(self._descripteur).st_size}[depuis]
        self._position = max(base + decalage, 0)
        return self._position

    def readinto(self, tampon: Any, /) -> int:
        lus = os.preadv(self._descripteur, [tampon], self._position)
        self._position += lus
        return lus


class Temporaire:
    """A file without a name, for what an archive or a workbook is turned into; closed when nobody reads it any more."""

    def __init__(self) -> None:
        self._fichier: IO[bytes] = tempfile.TemporaryFile(prefix="deplie-")  # noqa: SIM115

    def __del__(self) -> None:
        self._fichier.close()

    def fileno(self) -> int:
        return self._fichier.fileno()

    def ecrire(self, octets: bytes) -> int:
        """Append; the number of bytes written."""
        return self._fichier.write(octets)

    def achever(self) -> None:
        """What was written can be read."""
        self._fichier.flush()

    def flux(self, depuis: int = 0) -> BinaryIO:
        """A new stream on the content, from this byte."""
        vue = _Vue(self.fileno())
        vue.seek(depuis)
        return io.BufferedReader(vue, 2**17)


@dataclass
class Source:
    """Bytes with a name. ``temporaire`` has no name on disk: nothing of it outlives the process, even killed."""

    nom: str
    chemin: Path | None = None
    temporaire: Temporaire | None = None

    @property
    def racine(self) -> str:
        """The name without folder nor ending."""
        return PurePosixPath(self.nom.replace("\\", "/")).stem

    def flux(self) -> BinaryIO:
        """A new stream, at its beginning. Raises FichierRefuse where the file cannot be opened."""
        if self.temporaire is not None:
            return self.temporaire.flux()
        try:
            return open(self.chemin or "", "rb", buffering=2**17)
        except OSError as erreur:
            raise FichierRefuse(f"{self.nom} : le fichier ne peut pas être ouvert ({erreur.strerror}).") from None

    def taille(self) -> int:
        """In bytes."""
        with self.flux() as flux:
            return flux.seek(0, io.SEEK_END)

    def reference(self) -> tuple[str, tuple[int, ...]]:
        """A path by which a child process reads it, and the descriptors to pass on."""
        if self.temporaire is None:
            return str(self.chemin), ()
        return f"/dev/fd/{self.temporaire.fileno()}", (self.temporaire.fileno(),)
