"""The tables of casework, ``prescriptions``, ``entretiens`` and ``emplois``: a person's lines are judged together."""
