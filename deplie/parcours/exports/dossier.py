"""The person's own file: one PDF that anybody reads, one archive that a machine reads. Nothing is left out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from deplie.parcours.queries.dossier import EXCUSEES, Dossier, Liasse, versions_de
from deplie.parcours.queries.historique import LISTES, NOMS
from deplie.socle.documents import rendre_pdf
from deplie.socle.fichiers.depot import FichierPerdu, lire
from deplie.socle.fichiers.noms import nom_donne
from deplie.socle.models import Fichier
from deplie.socle.registre import TECHNIQUE, registre
from deplie.socle.templatetags.deplie import jour
from deplie.territoires.rules import CRITERE, FREIN

# Codes that the name of their column does not tell.
_CODES: Final = {
    "parcours.Critere.code": CRITERE,
    "parcours.CritereProuve.code": CRITERE,
    "parcours.Frein.theme": FREIN,
    "parcours.FreinRepere.theme": FREIN,
    "parcours.FreinSuivi.theme": FREIN,
}
# What a table or a column is called on paper, where its own name is that of the code.
_TITRES: Final = {
    "parcours.Critere": "Critères d'éligibilité",
    "parcours.CritereProuve": "Critères dits à l'orientation, et leur preuve",
    "parcours.Frein": "Freins relevés à l'entrée",
    "parcours.FreinRepere": "Freins repérés à l'orientation",
    "parcours.Etape": "Étapes",
    "personnes.ReponseSensible": "Réponses sensibles",
    "socle.Envoi": "Messages envoyés",
}
_NOMS: Final = NOMS | {
    "reponse": "réponse",
    "theme": "thème",
    "duree": "durée (minutes)",
    "debut": "début",
    "etat": "état",
    "mois": "mois",
    "resultat": "résultat",
    "etabli_le": "établi le",
    "fin_prevue": "fin prévue",
    "preuve_du": "preuve datée du",
    "heure": "heure",
    "referent": "référent",
}
_OUI_NON: Final = {True: "oui", False: "non"}
_LISEZ_MOI: Final = """DOSSIER DE {personne}
Établi le {le} par {territoire}.

Cette archive contient tout ce qui est enregistré de la personne (droit d'accès, article 15 du règlement
européen 2016/679), y compris ce qui est sensible, puisque c'est à elle.

donnees.json   chaque table, avec ses lignes ; « versions » dit ce qu'elles étaient avant d'être corrigées.
pieces/        les fichiers joints au dossier, sous le nom qu'on leur a donné, précédé de leur numéro.

Dans donnees.json, « numero » relie les tables entre elles, et « empreinte » (SHA-256) vérifie un fichier joint.
« consultations » dit quand le dossier a été ouvert et pourquoi, sans nommer qui l'a ouvert.
{perdus}
Ne sont pas donnés :
{excusees}

La personne peut demander la correction ou l'effacement de ces données, et saisir la CNIL (www.cnil.fr).
"""


def pdf_du_dossier(dossier: Dossier, couleur: str) -> bytes:
    """All of it on paper, in words."""
    maintenant = timezone.localtime()
    donnees = {
        "sur": dossier.personne.territoire.nom,
        "titre": f"Dossier de {dossier.personne}",
        "sous": f"Tout ce qui est enregistré, au {date_format(maintenant, 'j F Y')}. Document personnel : il contient "
        "des réponses sensibles.",
        "pied": f"Dossier n° {dossier.personne.identifiant}",
        "liasses": [{"titre": _titre(liasse), "lignes": list(_fiches(liasse))} for liasse in dossier.liasses],
        "fichiers": [[fichier.nom, _jour(fichier.depose_le)] for fichier in dossier.fichiers],
        "consultations": [[_jour(ligne.le), ligne.verbe] for ligne in dossier.consultations],
    }
    return rendre_pdf("parcours/documents/dossier.typ", donnees, couleur=couleur, le=maintenant)


def archive_du_dossier(dossier: Dossier) -> bytes:
    """All of it for a machine, with the files. One that is lost on the server is said, and the rest is given."""
    tampon, perdus = BytesIO(), []
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for fichier in dossier.fichiers:
            try:
                archive.writestr(f"pieces/{_nom_de_piece(fichier)}", lire(fichier).read())
            except FichierPerdu:
                perdus.append(fichier)
        archive.writestr(
            "donnees.json", json.dumps(_donnees(dossier), ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
        )
        archive.writestr("LISEZMOI.txt", _lisez_moi(dossier, perdus))
    return tampon.getvalue()


def _lisez_moi(dossier: Dossier, perdus: list[Fichier]) -> str:
    dits = "".join(f"\nLe fichier « {fichier.nom} » est introuvable sur le serveur.\n" for fichier in perdus)
    return _LISEZ_MOI.format(
        personne=str(dossier.personne).upper(),
        le=date_format(timezone.localtime(), "j F Y"),
        territoire=dossier.personne.territoire.nom,
        perdus=dits,
        excusees="\n".join(f"- {table} : {raison}." for table, raison in EXCUSEES.items()),
    )


def _donnees(dossier: Dossier) -> dict[str, Any]:
    return {
        "etabli_le": timezone.localtime(),
        "identifiant": dossier.personne.identifiant,
        "tables": {
            liasse.table: {
                "titre": _titre(liasse),
                "lignes": [_ligne(liasse.modele, ligne) for ligne in liasse.lignes],
                "versions": [_version(liasse.modele, version) for version in versions_de(liasse)],
            }
            for liasse in dossier.liasses
        },
        "fichiers": [
            {"numero": f.pk, "nom": f.nom, "fichier": f"pieces/{_nom_de_piece(f)}", "empreinte": f.empreinte}
            for f in dossier.fichiers
        ],
        "consultations": [{"le": ligne.le, "quoi": ligne.verbe} for ligne in dossier.consultations],
    }


def _ligne(modele: type[models.Model], ligne: models.Model) -> dict[str, Any]:
    """The raw values: numbers between tables, the names of professionals and bodies."""
    return {"numero": ligne.pk} | {champ.name: _brut(champ, ligne) for champ in _champs(modele)}


def _version(modele: type[models.Model], version: Any) -> dict[str, Any]:
    """What a row was: its own columns alone, for what it pointed to may be gone."""
    gardes = {champ.attname for champ in version._meta.concrete_fields}
    propres = {champ.name: getattr(version, champ.attname) for champ in _champs(modele) if champ.attname in gardes}
    return {"numero": version.id, "enregistree_le": version.history_date} | propres


def _brut(champ: Any, ligne: models.Model) -> Any:
    if not champ.is_relation:
        return getattr(ligne, champ.attname)
    lie = getattr(ligne, champ.name)
    if lie is None:
        return None
    return lie.pk if _est_du_dossier(champ) else str(lie)


def _est_du_dossier(champ: Any) -> bool:
    """Whether a column joins two tables of the file: a number there; elsewhere, a name."""
    return champ.related_model is Fichier or champ.related_model._meta.label.startswith(("parcours.", "personnes."))


def _champs(modele: type[models.Model]) -> list[Any]:
    """The columns that say something: not what makes the software work."""
    politiques = registre().get(modele._meta.label, {})
    return [
        champ
        for champ in modele._meta.concrete_fields
        if politiques.get(champ.name) != TECHNIQUE and champ.name not in ("territoire", "cle", "cle_nom", "cle_usage")
    ]


def _fiches(liasse: Liasse) -> Iterator[list[list[str]]]:
    """Each row as pairs (label, value as people read it), what is empty left out."""
    for ligne in liasse.lignes:
        paires = [[_nom(champ), _dire(liasse, champ, ligne)] for champ in _champs(liasse.modele)]
        yield [[nom, valeur] for nom, valeur in paires if valeur]


def _titre(liasse: Liasse) -> str:
    return _TITRES.get(liasse.table, liasse.titre)


def _nom(champ: Any) -> str:
    nom = str(_NOMS.get(champ.name, champ.verbose_name))
    return nom[:1].upper() + nom[1:]


def _dire(liasse: Liasse, champ: Any, ligne: models.Model) -> str:
    """A value in words; « » where there is none, and where it only joins two tables."""
    if champ.is_relation:
        lie = getattr(ligne, champ.name)
        if champ.related_model is Fichier:
            return lie.nom if lie else ""
        return str(lie) if lie is not None and not _est_du_dossier(champ) else ""
    valeur = getattr(ligne, champ.attname)
    if valeur is None or valeur == "":
        return ""
    if champ.choices:
        return str(dict(champ.flatchoices).get(valeur, valeur))
    codes = _CODES.get(f"{liasse.table}.{champ.name}") or LISTES.get(champ.name)
    return codes.libelle(str(valeur)) if codes and str(valeur) in codes else _ecrire(valeur)


def _ecrire(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return _OUI_NON[valeur]
    if isinstance(valeur, datetime):
        return date_format(timezone.localtime(valeur), "j F Y, H:i")
    if isinstance(valeur, date):
        return _jour(valeur)
    if isinstance(valeur, Decimal):
        return f"{valeur.normalize():f}".replace(".", ",")
    return str(valeur)


def _jour(valeur: date) -> str:
    return jour(timezone.localtime(valeur).date() if isinstance(valeur, datetime) else valeur)


def _nom_de_piece(fichier: Fichier) -> str:
    return f"{fichier.pk}-{nom_donne(fichier.nom, fichier.genre)}"
