"""Files that people give: checked by their content, kept outside the web root under drawn names, read back whole.

``depot.recevoir`` keeps one, ``service.servir`` gives it back, ``balayage.balayer`` removes what nothing uses.
"""
