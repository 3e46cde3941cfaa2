"""Work that takes some seconds says so at once, and a second click asks nothing more."""

from __future__ import annotations


def test_freezing_says_what_is_being_done(ouvrir):
    page = ouvrir("TCO/animateur_coordonnateur")
    page.goto("/TCO/publications/figer/?dispositif=PLIE&annee=2019")
    # The form stays here: what is looked at is what one sees while it is away.
    page.evaluate(
        "() => { window.envois = 0; document.querySelector('form[data-patience]')"
        ".addEventListener('submit', (e) => { e.preventDefault(); window.envois += 1; }); }"
    )
    bouton = page.get_by_role("button", name="Figer les chiffres")
    bouton.click()
    page.get_by_text("Les chiffres sont comptés").wait_for()
    assert bouton.is_disabled()
    assert page.get_by_role("status").filter(has_text="quelques secondes").count() == 1
    bouton.click(force=True)
    assert page.evaluate("window.envois") == 1
