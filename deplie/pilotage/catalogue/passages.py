"""The desks: visits, people received, those who are known. Of the whole territory: a desk receives everybody."""

from __future__ import annotations

from decimal import Decimal

from deplie.mesure.conditions import Compare, Connue, Parmi
from deplie.mesure.mesures import Compte, Distinctes, Part, Somme, Total
from deplie.parcours.facts import PASSAGE
from deplie.parcours.rules.passage import ORIENTATION
from deplie.pilotage.catalogue.indicateur import Exemple, Indicateur
from deplie.pilotage.catalogue.vocabulaire import DEBUT, FIN

_v = PASSAGE
_LE_JOUR = (Compare(_v["jour"], ">=", DEBUT) & Compare(_v["jour"], "<=", FIN)).dite("de la période")
_NOMME = Connue(_v["personne"]).dite("où la personne est nommée")
_ORIENTE = Parmi(_v["motif_passage"], (ORIENTATION,)).dite("dont le motif est l'orientation vers un partenaire")
_METHODE = "Accueil de proximité des EREF et des points emploi : passages notés, nommés ou non."

PASSAGES_INDICATEURS = (
    Indicateur(
        code="passages",
        libelle="Passages aux lieux d'accueil",
        phrase="Nombre de passages notés aux lieux d'accueil du territoire dans la période, un groupe venu ensemble "
        "comptant pour un passage.",
        figure=Total(Compte(_v, _LE_JOUR)),
        unite="passage",
        compte="passages",
        recueil=("passage",),
        objet="passage",
        exemple=Exemple(Decimal(397)),
        source=_METHODE,
    ),
    Indicateur(
        code="personnes_recues",
        libelle="Personnes reçues aux lieux d'accueil",
        phrase="Somme des personnes venues aux lieux d'accueil du territoire dans la période, une même personne "
        "comptant à chacun de ses passages ; la liste montre les passages.",
        figure=Total(Somme(_v, _LE_JOUR, _v["nombre"])),
        unite="personne",
        compte="accueils",
        recueil=("passage",),
        objet="passage",
        exemple=Exemple(Decimal(469)),
        source=_METHODE,
    ),
    Indicateur(
        code="personnes_connues_recues",
        libelle="Personnes connues venues aux lieux d'accueil",
        phrase="Nombre de personnes différentes nommées à un passage au moins de la période ; qui est venu sans être "
        "nommé n'y est pas.",
        figure=Total(Distinctes(_v, _LE_JOUR & _NOMME, _v["personne"])),
        unite="personne",
        compte="personnes",
        recueil=("passage",),
        objet="personne",
        exemple=Exemple(Decimal(92)),
        source=_METHODE,
    ),
    Indicateur(
        code="part_passages_nommes",
        libelle="Part des passages nommés",
        phrase="Part, parmi les passages de la période, de ceux où la personne est nommée ; elle dit ce que le compte "
        "des personnes connues laisse de côté.",
        figure=Part(Compte(_v, _LE_JOUR & _NOMME), Compte(_v, _LE_JOUR)),
        unite="%",
        compte="passages",
        base="les passages de la période",
        recueil=("passage",),
        objet="passage",
        exemple=Exemple(Decimal("29.7")),
        source=_METHODE,
    ),
    Indicateur(
        code="part_passages_orientes",
        libelle="Part des passages orientés vers un partenaire",
        phrase="Part, parmi les passages de la période, de ceux dont le motif noté est l'orientation vers un "
        "partenaire.",
        figure=Part(Compte(_v, _LE_JOUR & _ORIENTE), Compte(_v, _LE_JOUR)),
        unite="%",
        compte="passages",
        base="les passages de la période",
        recueil=("passage",),
        objet="passage",
        exemple=Exemple(Decimal("9.1")),
        source=_METHODE,
    ),
)
