"""The addresses that open without an account: those of a secret link, and public figures."""

from __future__ import annotations

# The pages of a secret link; and those of public figures, which need none.
DU_LIEN = """
    dossier_porteur pieces_dossier piece_dossier retirer_piece_dossier relire_dossier recu_dossier
    complement_dossier partie_dossier saisie_dossier lettre_dossier convention_porteur avenant_porteur
    bilan_porteur
    commencer_bilan_porteur recit_porteur nouvelle_depense_porteur tableau_porteur deposer_bilan_porteur
    depense_porteur retirer_depense_porteur joindre_depense_porteur piece_depense_porteur bilan_depose_porteur
    recu_bilan_porteur controle_porteur
    publications_publiques schema_public publication_publique definitions_publiques donnees_publiques
    logo_public
"""
