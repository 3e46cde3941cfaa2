"""The import of ``etapes``: each belongs to a participation, and is matched by its key then by its rank."""
