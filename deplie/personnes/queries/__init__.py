"""What is read about people; others import from here."""

from deplie.personnes.queries.fusion import (
    DELAI,
    RESTENT,
    Retouche,
    fusion_ou_404,
    fusions_recentes,
    liens,
    nom_de_lien,
    pourquoi_pas,
    retouches,
)
from deplie.personnes.queries.rappel import accord_de, canal_de, numeros_de
from deplie.personnes.queries.recherche import (
    dont_le_nom,
    lire_date,
    ne_cherche_qu_un_nom,
    nommees,
    personne_ou_404,
    trouvees,
    visibles_par,
)
from deplie.personnes.queries.tri import nom_dit_d_abord

__all__ = [
    "DELAI",
    "RESTENT",
    "Retouche",
    "accord_de",
    "canal_de",
    "dont_le_nom",
    "fusion_ou_404",
    "fusions_recentes",
    "liens",
    "lire_date",
    "ne_cherche_qu_un_nom",
    "nom_de_lien",
    "nom_dit_d_abord",
    "nommees",
    "numeros_de",
    "personne_ou_404",
    "pourquoi_pas",
    "retouches",
    "trouvees",
    "visibles_par",
]
