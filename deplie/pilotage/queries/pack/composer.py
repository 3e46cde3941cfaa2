"""From a publication to its pack: what is shown, in the words of the territory, each figure written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils import timezone

from deplie.pilotage.catalogue.dimensions import DIMENSIONS
from deplie.pilotage.models import Publication
from deplie.pilotage.queries.bilan.resultat import Bilan, Chiffre, DeclareFige
from deplie.pilotage.queries.pack.dossier import ChapitreDit, ChiffreDit, Graphique, Pack, PartDite, TableDite
from deplie.pilotage.queries.pack.rapport import rapport
from deplie.pilotage.queries.publiable import ChiffresPubliables, chiffres_publiables
from deplie.pilotage.queries.publication import bilan_publie
from deplie.pilotage.rules.ecriture import nombre, pourcentage
from deplie.pilotage.rules.pack import SUJETS, SYNTHESE, USUELS, Chapitre, Coupe
from deplie.pilotage.rules.periodes import TOUS, en_lettres
from deplie.pilotage.rules.publication import DEFINITIF, RECTIFIE, VALIDE_COPIL
from deplie.socle.argent import formater
from deplie.socle.phrases import insecables
from deplie.territoires.queries.logo import image_du_logo
from deplie.territoires.queries.reglages import reglage

_STATUTS: Final = {
    VALIDE_COPIL: "Chiffres validés en comité le {le}",
    DEFINITIF: "Chiffres définitifs depuis le {le}",
    RECTIFIE: "Chiffres rectifiés le {le} : d'autres les remplacent",
}
# Said under each drawing whose parts do not add up.
_ADDITION: Final = "addition"
_PROJET: Final = "Chiffres provisoires, figés le {le} : aucun comité ne les a validés"


def composer(
    publication: Publication,
    chapitres: Iterable[Chapitre] = USUELS,
    textes: Mapping[str, str] | None = None,
    adresse: str = "",
) -> Pack:
    """The pack of a publication: its chapters that have something to show, in their order."""
    bilan = bilan_publie(publication)
    statut = statut_dit(publication)
    dits = {code: dire(chiffre, bilan, statut) for code, chiffre in bilan.totaux.items()}
    lus = [_chapitre(chapitre, bilan, dits, (textes or {}).get(chapitre.cle, "")) for chapitre in chapitres]
    publics = chiffres_publiables(publication)
    synthese = _synthese(publics, bilan, statut, [code for chapitre in lus for code in chapitre.codes])
    return Pack(
        bilan=bilan,
        code=publication.territoire.code,
        territoire=publication.territoire.nom,
        titre=f"Bilan {bilan.periode.libelle}",
        periode=bilan.periode.libelle,
        dispositif="tous dispositifs" if bilan.dispositif == TOUS else bilan.dispositif,
        comite=_comite(publication),
        statut=statut,
        empreinte=publication.empreinte,
        fige_le=publication.figee_le,
        donnees_au=timezone.localtime(bilan.donnees_au).date(),
        couleur=reglage(publication.territoire, "couleur"),
        chapitres=tuple(lu for lu in lus if not lu.vide),
        alertes=tuple(
            dict.fromkeys(alerte.phrase for alerte in bilan.alertes if alerte.generale and alerte.nature != _ADDITION)
        ),
        synthese=synthese,
        secret=insecables(publics.phrase) if any(dit.masque for dit in synthese) else "",
        adresse=adresse,
        logo=image_du_logo(publication.territoire),
        rapport=rapport(publics, synthese, lus) if reglage(publication.territoire, "double_page") else None,
    )


def _synthese(publics: ChiffresPubliables, bilan: Bilan, statut: str, montres: Iterable[str]) -> tuple[ChiffreDit, ...]:
    """What may leave the restricted circle: whole figures, masked where few people stand behind, and no part.

    A territory that follows nobody has the first figures that its chapters show (``montres``).
    """
    codes = SYNTHESE if bilan.flux else tuple(dict.fromkeys(montres))[: len(SYNTHESE)]
    lus = [publics.totaux[code] for code in codes if code in publics.totaux]
    return tuple(
        replace(dire(lu.chiffre, bilan, statut), texte=lu.texte, base="", avant="", objectif="", masque=True)
        if lu.masque
        else dire(lu.chiffre, bilan, statut)
        for lu in lus
        if lu.masque or _connu(lu.chiffre)
    )


def statut_dit(publication: Publication) -> str:
    """« Chiffres validés en comité le 24 février 2021 »."""
    phrase = _STATUTS.get(publication.statut, _PROJET)
    return insecables(phrase.format(le=en_lettres(publication.statut_le)))


def _comite(publication: Publication) -> str:
    """« Comité de pilotage du 24 février 2021 »; empty while none has read them."""
    if not publication.arretee:
        return ""
    acte = publication.evenements.filter(acte="valider", seance__isnull=False).select_related("seance__instance").last()
    if acte is None or acte.seance is None:
        return ""
    return insecables(f"{acte.seance.instance.nom}, {en_lettres(acte.seance.le)}")


def _chapitre(chapitre: Chapitre, bilan: Bilan, dits: Mapping[str, ChiffreDit], texte: str) -> ChapitreDit:
    codes = [code for code, dit in dits.items() if dit.objectif] if chapitre.des_cibles else chapitre.codes
    lus = [dits[code] for code in codes if code in dits]
    return ChapitreDit(
        cle=chapitre.cle,
        titre=chapitre.intitule,
        chiffres=tuple(dit for dit in lus if _connu(dit.chiffre)),
        graphiques=tuple(g for coupe in chapitre.dessins if (g := _graphique(coupe, bilan, dits)) is not None),
        paragraphes=tuple(" ".join(p.split()) for p in texte.split("\n") if p.strip()),
        muets=tuple((dit.libelle, _raison(dit.chiffre)) for dit in lus if not _connu(dit.chiffre)),
        tables=_declares(bilan) if SUJETS[chapitre.sujet].declares else (),
    )


def _declares(bilan: Bilan) -> tuple[TableDite, ...]:
    """What each document declares, beside what is counted where something is; the parts of a figure say so."""
    documents: dict[str, list[DeclareFige]] = {}
    for declare in bilan.declares:
        documents.setdefault(declare.source, []).append(declare)
    return tuple(_table(source, declares) for source, declares in documents.items())


def _table(source: str, declares: Iterable[DeclareFige]) -> TableDite:
    lus = list(declares)
    compte = any(declare.calcule for declare in lus)
    # Told once where one body declares all of them: the document is its own.
    plusieurs = len({declare.organisme for declare in lus}) > 1
    entetes = ("Chiffre", "Période", "Déclaré", *(("Compté",) if compte else ()))
    lignes = tuple(
        (
            _nom(lu) if plusieurs else lu.libelle,
            lu.periode.libelle,
            lu.texte,
            *((lu.calcule or "–",) if compte else ()),
        )
        for lu in lus
    )
    dits = " ; ".join(", ".join(ligne[:3]) for ligne in lignes)
    return TableDite(source, entetes, lignes, f"{source} : {dits}.")


def _nom(lu: DeclareFige) -> str:
    """« Jeunes accompagnés, Mission locale d'Exemple »."""
    return ", ".join(filter(None, (lu.libelle, lu.organisme)))


def _connu(chiffre: Chiffre) -> bool:
    return chiffre.valeur is not None


def _raison(chiffre: Chiffre) -> str:
    if chiffre.denominateur is not None and not chiffre.denominateur:
        return "sans effectif"
    return "donnée non recueillie" if any("non recueillie" in a for a in chiffre.alertes) else "sans donnée"


def dire(chiffre: Chiffre, bilan: Bilan, statut: str) -> ChiffreDit:
    """A figure in words."""
    return ChiffreDit(
        chiffre=chiffre,
        texte=chiffre.texte,
        base=_base(chiffre),
        avant=_avant(chiffre, bilan),
        objectif=_objectif(chiffre),
        periode=_jours(bilan.periode.debut, bilan.periode.fin),
        statut=statut[0].lower() + statut[1:],
    )


def _jours(debut: date, fin: date) -> str:
    return insecables(f"du {en_lettres(debut)} au {en_lettres(fin)}")


def _base(chiffre: Chiffre) -> str:
    """« 175 sur 319 », « sur 319, médiane 11,2 »; empty for a count."""
    if chiffre.denominateur is None:
        return ""
    if chiffre.indicateur.a_mediane:
        mediane = f", médiane {nombre(chiffre.mediane, 1)}" if chiffre.mediane is not None else ""
        return f"sur {nombre(chiffre.denominateur)}{mediane}"
    if chiffre.indicateur.compte == "montants" and chiffre.unite == "%":
        return f"{formater(chiffre.numerateur or 0)} sur {formater(chiffre.denominateur)}"
    return f"{nombre(chiffre.numerateur)} sur {nombre(chiffre.denominateur)}"


def _avant(chiffre: Chiffre, bilan: Bilan) -> str:
    """« 2019 : 584 (− 136) »; empty when nothing compares."""
    if bilan.precedente is None or chiffre.precedent is None or chiffre.precedent.valeur is None:
        return ""
    change = "" if not chiffre.ecart else " (stable)" if chiffre.ecart[0] == "=" else f" ({_sans_taux(chiffre.ecart)})"
    return f"{bilan.precedente.libelle} : {chiffre.texte_precedent}{change}"


def _sans_taux(ecart: str) -> str:
    """« − 136 » of « − 136 (− 23,3 %) »."""
    return ecart.partition(" (")[0]


def _objectif(chiffre: Chiffre) -> str:
    objectif = chiffre.objectif
    if objectif is None:
        return ""
    cible = pourcentage(objectif.cible) if chiffre.unite == "%" else nombre(objectif.cible.normalize())
    return f"objectif {cible}" + (f", atteint à {pourcentage(objectif.atteinte)}" if objectif.atteinte else "")


def _graphique(coupe: Coupe, bilan: Bilan, dits: Mapping[str, ChiffreDit]) -> Graphique | None:
    code, par = coupe
    parts = tuple(_part(lu) for lu in bilan.parts(code, *par) if lu.valeur is not None)
    if not any(part.valeur for part in parts) or code not in dits:
        return None
    libelle = f"{dits[code].libelle}, par {' et '.join(DIMENSIONS[c].libelle.lower() for c in par)}"
    comparee = bilan.precedente is not None and any(part.avant is not None for part in parts)
    somme = sum(part.valeur for part in parts)
    reserve = "" if somme == dits[code].chiffre.valeur else "Les parts ne s'additionnent pas."
    return Graphique(
        titre=libelle,
        par=" et ".join(DIMENSIONS[c].libelle for c in par),
        chiffre=dits[code],
        periode=bilan.periode.libelle,
        periode_avant=bilan.precedente.libelle if comparee and bilan.precedente else "",
        parts=parts,
        phrase=f"{libelle}, {bilan.periode.libelle} : " + " ; ".join(f"{p.nom} {p.texte}" for p in parts) + ".",
        reserve=reserve,
    )


def _part(chiffre: Chiffre) -> PartDite:
    avant = chiffre.precedent.valeur if chiffre.precedent else None
    return PartDite(
        nom=" · ".join(chiffre.parts),
        valeur=int(chiffre.valeur or 0),
        texte=chiffre.texte,
        avant=None if avant is None else int(avant),
        texte_avant=chiffre.texte_precedent,
    )
