from tests.socle.imports.conftest import atelier

__all__ = ["atelier"]
