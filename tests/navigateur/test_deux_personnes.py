"""Two people at once on one file: neither loses what they typed, and the second sees what the first recorded."""

from __future__ import annotations


def test_two_people_who_edit_one_file_keep_both_versions_in_sight(ouvrir, serveur):
    adresse = f"/TCO/personnes/{serveur.exemples['personne']}/identite/"
    pages = [ouvrir(f"TCO/{role}") for role in ("referent_parcours", "animateur_coordonnateur")]
    for page in pages:
        page.goto(adresse)
    premiere, seconde = pages
    premiere.get_by_label("Téléphone").fill("02 61 91 00 31")
    premiere.get_by_label("Courriel").fill("premiere@exemple.invalid")
    premiere.get_by_role("button", name="Enregistrer").click()
    premiere.get_by_text("C'est enregistré.").wait_for()

    seconde.get_by_label("Courriel").fill("seconde@exemple.invalid")
    seconde.get_by_label("Adresse", exact=True).fill("12 rue du Modèle")
    seconde.get_by_role("button", name="Enregistrer").click()
    seconde.get_by_text("pendant votre saisie").first.wait_for()
    assert seconde.get_by_text("premiere@exemple.invalid").count()
    assert seconde.get_by_label("Courriel").input_value() == "seconde@exemple.invalid"
    assert seconde.get_by_label("Adresse", exact=True).input_value() == "12 rue du Modèle"
    seconde.get_by_role("button", name="Enregistrer").click()
    seconde.get_by_text("C'est enregistré.").wait_for()
    premiere.goto(adresse)
    assert premiere.get_by_label("Courriel").input_value() == "seconde@exemple.invalid"
    assert premiere.get_by_label("Adresse", exact=True).input_value() == "12 rue du Modèle"
