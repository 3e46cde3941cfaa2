"""The contract PLIE as its paper says it, for who may have it."""

from __future__ import annotations

from typing import Any

from deplie.parcours.models import ContratPlie, ModeleContrat
from deplie.parcours.queries.personne import nom_d_etape
from deplie.parcours.rules.contrat import titre
from deplie.parcours.rules.diagnostic import SANTE, THEMES
from deplie.socle.documents.modele import gabarit
from deplie.socle.templatetags.deplie import jour, jour_court
from deplie.territoires.models import Territoire

D_OFFICE = "parcours/documents/contrat_plie.docx"


def gabarit_de(territoire: Territoire) -> bytes:
    """The territory's own template, else ours. Raises FichierPerdu when its own cannot be read."""
    return gabarit(modele_de(territoire), D_OFFICE)


def modele_de(territoire: Territoire) -> ModeleContrat | None:
    return ModeleContrat.objects.filter(territoire=territoire).select_related("fichier").first()


def champs_du_contrat(contrat: ContratPlie) -> dict[str, Any]:
    """The fields of the template, as texts: those of ``rules.contrat.EXEMPLE``."""
    participation = contrat.participation
    personne, referent = participation.personne, participation.referent
    etapes = participation.etapes.exclude(statut__in=["ANNULEE", "INTERROMPUE"]).select_related("operateur")
    freins = participation.freins_suivis.filter(leve_le=None).exclude(theme=SANTE).values_list("theme", flat=True)
    ville = f"{personne.code_postal} {participation.commune}".strip()
    return {
        "territoire": participation.dispositif.territoire.nom,
        "dispositif": participation.dispositif.nom,
        "titre": titre(contrat.rang),
        "avenant": "oui" if contrat.rang > 1 else "",
        "etabli_le": jour(contrat.etabli_le),
        "entree_le": jour(participation.date_entree),
        "personne": str(personne),
        "naissance": jour(personne.date_naissance) if personne.date_naissance else "",
        "adresse": ", ".join(filter(None, (personne.adresse, ville))),
        "referent": str(referent or ""),
        "structure": str(referent.organisation or "") if referent else "",
        "objectifs": [ligne.strip() for ligne in contrat.objet.splitlines() if ligne.strip()],
        "freins": [THEMES.get(theme, theme) for theme in freins.order_by("identifie_le", "pk")],
        "etapes": [
            {
                "nom": nom_d_etape(etape),
                "operateur": str(etape.operateur or ""),
                "debut": jour_court(etape.date_debut),
                "fin": jour_court(etape.date_fin) if etape.date_fin else "",
            }
            for etape in etapes.order_by("date_debut", "pk")
        ],
        "signatures": [
            {"qui": qui, "nom": nom, "le": jour_court(le) if le else ""}
            for qui, nom, le in (
                ("La personne", str(personne), contrat.signe_personne_le),
                ("Le référent", str(referent or ""), contrat.signe_referent_le),
                ("L'équipe du plan", "", contrat.signe_plan_le),
            )
        ],
    }
