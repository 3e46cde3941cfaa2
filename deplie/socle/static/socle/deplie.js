"use strict";
// Comfort only: every page does its work without this file.

// « Copier » buttons: copy the text of the element they name.
document.addEventListener("click", async (evenement) => {
  const bouton = evenement.target.closest("[data-copie]");
  if (!bouton) return;
  const source = document.getElementById(bouton.dataset.copie);
  try {
    await navigator.clipboard.writeText(source.innerText.trim());
    annoncer("Phrase copiée");
    bouton.textContent = "Copié";
    setTimeout(() => { bouton.textContent = "Copier"; }, 2000);
  } catch {
    const choix = getSelection();
    choix.selectAllChildren(source);
    annoncer("Phrase sélectionnée : copiez-la avec Ctrl + C");
  }
});

function annoncer(texte) {
  const zone = document.getElementById("annonces");
  if (zone) zone.textContent = texte;
}

// « Imprimer ».
document.addEventListener("click", (evenement) => {
  if (evenement.target.closest("[data-imprimer]")) print();
});

// Elements that only serve with a script.
for (const element of document.querySelectorAll("[data-avec-script]")) element.hidden = false;

// Filters apply when a choice changes; the button stays for those without script.
for (const formulaire of document.querySelectorAll("form[data-auto]")) {
  formulaire.addEventListener("change", (evenement) => {
    if (evenement.target.matches("select")) formulaire.requestSubmit();
  });
}

// One opened menu at a time; Escape closes it and gives the focus back.
document.addEventListener("keydown", (evenement) => {
  if (evenement.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.bouton-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (evenement) => {
  for (const menu of document.querySelectorAll("details.bouton-menu[open]")) {
    if (!menu.contains(evenement.target)) menu.open = false;
  }
});

// A form that was changed warns before the tab is left.
for (const formulaire of document.querySelectorAll("form[data-garder]")) {
  let change = false;
  formulaire.addEventListener("input", () => { change = true; });
  formulaire.addEventListener("submit", () => { change = false; });
  addEventListener("beforeunload", (evenement) => { if (change) evenement.preventDefault(); });
}
