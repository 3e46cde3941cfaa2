"""The words of étapes: titles, bodies, financing, hours, results, references."""

from __future__ import annotations

from typing import Any

from deplie.site.demonstration.declaration import Declaration, lire
from deplie.site.demonstration.parcours import Etape, Parcours
from deplie.site.demonstration.profils import courriel_referent
from deplie.site.demonstration.tirage import Tirage

# Titles that agree with the motive of the exit, with their employers.
INTITULES_DE_SORTIE = {
    "P_CDI": (
        ("CDI à temps partiel, entretien", "Nettoyage Modèle"),
        ("CDI, aide à domicile", "Services à domicile Exemple"),
        ("CDI, vente", "Boulangerie fictive"),
        ("CDI, restauration", "Restaurant Hypothèse"),
    ),
    "P_CDD6": (
        ("CDD de 8 mois, vente", "Commerce Témoin"),
        ("CDD de 12 mois, accueil", "Collectivité modèle"),
        ("CDD de 6 mois, logistique", "Transports Factices"),
    ),
}


def habiller(parcours: list[Parcours], lue: Declaration) -> None:
    """Give every étape that has none its words, then a reference by order of beginning."""
    _imposer(parcours, lue)
    tirage = Tirage(f"{lue.code}/mots")
    for p in parcours:
        for etape in p.etapes:
            if not etape.intitule:
                _habiller(p, etape, lue, tirage)
    toutes = sorted(((e, p) for p in parcours for e in p.etapes), key=lambda une: (une[0].debut, une[0].categorie))
    for rang, (etape, p) in enumerate(toutes, 1):
        etape.reference = f"{lue.prefixe}-E-{rang:05}"
        if etape.finance:
            etape.operation = _operation(etape, p, rang, lue)


def _operation(etape: Etape, p: Parcours, rang: int, lue: Declaration) -> str:
    """The code of the operation that pays an étape: a worksite's own, that of the référent's body, or the next one."""
    dites = lue.etapes.get("operations", {})
    lieux = [lieu for lieu, _ in lue.etapes.get("chantiers", {}).get("lieux_finances", ())]
    if etape.categorie == "IAE_ACI" and etape.operateur in lieux:
        annee = max(etape.annees, default=etape.debut.year)
        return f"{lue.prefixe}-ACI-{annee}-{1 + lieux.index(etape.operateur)}"
    annee = dites.get("annee", etape.debut.year)
    return f"{lue.prefixe}-{annee}-{numero_du_referent(p.referent, lue) or 1 + rang % dites.get('nombre', 7):02}"


def numero_du_referent(courriel: str, lue: Declaration) -> int:
    """The operation of the body that a référent belongs to, where each has its own; 0 elsewhere."""
    numeros = lue.etapes.get("operations", {}).get("par_referent", ())
    courriels = [courriel_referent(decrit, lue.code) for decrit in lue.brut.get("referents", ())]
    return dict(zip(courriels, numeros, strict=False)).get(courriel, 0)


def _imposer(parcours: list[Parcours], lue: Declaration) -> None:
    """Titles that the declaration asks for, on étapes of as many people."""
    for regle in lue.etapes.get("imposees", ()):
        titrees = []
        for p in parcours:
            siennes = [e for e in p.etapes if (e.categorie, e.annees) == (regle["categorie"], (regle["annee"],))]
            titrees += [e for e in siennes if not e.intitule][:1]
        tirage = Tirage(f"{lue.code}/imposees/{regle['intitule']}")
        for etape in tirage.melange(titrees)[: regle["personnes"]]:
            etape.intitule, etape.operateur, etape.finance = regle["intitule"], regle["operateur"], True


def _habiller(p: Parcours, etape: Etape, lue: Declaration, tirage: Tirage) -> None:
    mots = lire("vocabulaire")["categories"][etape.categorie]
    chantiers = lue.etapes.get("chantiers", {}) if etape.categorie == "IAE_ACI" else {}
    if not chantiers:
        etape.finance = tirage.vrai(mots.get("finance", 0))
    lieux = chantiers.get("lieux_finances" if etape.finance else "autres_lieux")
    supposee = etape.statut == "SUPPOSEE"
    if supposee:
        etape.statut, etape.resultat = "REALISEE", mots["resultats"][0]
    if lieux:
        etape.operateur, etape.intitule = tirage.choix(lieux)
    else:
        titres = INTITULES_DE_SORTIE.get(p.motif, mots["intitules"]) if supposee else mots["intitules"]
        etape.intitule, etape.operateur = _titre(tirage.choix(titres), mots, tirage)
    etape.heures = tirage.entier(*mots["heures"]) if "heures" in mots else None
    _conclure(etape, mots, supposee, tirage)


def _titre(titre: Any, mots: dict[str, Any], tirage: Tirage) -> tuple[str, str]:
    """Title and body: a title that comes with its employer keeps it, another takes a body of its category."""
    if not isinstance(titre, str):
        return titre[0], titre[1]
    return titre, tirage.choix(lire("vocabulaire")[mots["qui"]]) if "qui" in mots else ""


def _conclure(etape: Etape, mots: dict[str, Any], supposee: bool, tirage: Tirage) -> None:
    if etape.statut != "REALISEE" or supposee:
        return
    if tirage.vrai(0.06):
        etape.statut, etape.resultat = "INTERROMPUE", "arrêtée avant la fin"
    elif tirage.vrai(0.8):
        etape.resultat = tirage.choix(mots["resultats"])
