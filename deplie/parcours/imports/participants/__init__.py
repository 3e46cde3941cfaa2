"""The import of ``participants``: persons, participations, criteria, freins, sensitive answers."""
