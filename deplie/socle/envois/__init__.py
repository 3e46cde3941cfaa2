"""Messages to people: written with the decision that calls for them, sent by the worker, never twice.

A room declares what a kind of message says (``declarer``) and writes that one is due (``prevoir``), inside its own
transaction. Who receives it and what it says is asked when it leaves: what was called off is not sent, and neither
address nor telephone is kept here. See docs/decisions/0019-envois.md.
"""

from deplie.socle.envois.boite import (
    A_DECIDER,
    APRES_TROP,
    COURRIEL,
    SMS,
    Message,
    canaux_ouverts,
    cle_de,
    declarer,
    laisser,
    libelle_de,
    partir_dus,
    prevoir,
    renvoyer,
    retirer,
)

__all__ = [
    "APRES_TROP",
    "A_DECIDER",
    "COURRIEL",
    "SMS",
    "Message",
    "canaux_ouverts",
    "cle_de",
    "declarer",
    "laisser",
    "libelle_de",
    "partir_dus",
    "prevoir",
    "renvoyer",
    "retirer",
]
