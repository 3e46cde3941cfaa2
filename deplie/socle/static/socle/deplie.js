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

// A form that was changed, and of which no draft is kept, warns before the tab is left.
for (const formulaire of document.querySelectorAll("form[data-garder]:not(:has([data-brouillon]))")) {
  let change = false;
  formulaire.addEventListener("input", () => { change = true; });
  formulaire.addEventListener("submit", () => { change = false; });
  addEventListener("beforeunload", (evenement) => { if (change) evenement.preventDefault(); });
}

// Work that takes some seconds says so as soon as it is asked, and is not asked twice.
for (const formulaire of document.querySelectorAll("form[data-patience]")) {
  const dit = document.createElement("p");
  dit.setAttribute("role", "status");
  formulaire.append(dit);
  const boutons = formulaire.querySelectorAll("button[type=submit]");
  const dire = (phrase) => {
    dit.textContent = phrase;
    for (const bouton of boutons) bouton.disabled = phrase !== "";
  };
  // Once the form has left: a button that is disabled sooner is not sent with it.
  formulaire.addEventListener("submit", () => setTimeout(() => dire(formulaire.dataset.patience)));
  addEventListener("pageshow", () => dire(""));
}

// What is typed is kept as one goes: a closed tab or a dead battery loses nothing.
for (const marque of document.querySelectorAll("[data-brouillon]")) {
  const formulaire = marque.closest("form");
  const ici = new URL(marque.dataset.brouillon, location.origin).pathname;
  if (!formulaire || formulaire.method !== "post" || new URL(formulaire.action).pathname !== ici) continue;
  const dit = marque.querySelector("[data-brouillon-dit]");
  let attente = 0;
  let change = false;
  const garder = async () => {
    clearTimeout(attente);
    if (!change) return;
    change = false;
    const champs = new URLSearchParams();
    for (const [nom, valeur] of new FormData(formulaire)) {
      if (typeof valeur === "string" && formulaire.elements[nom]?.type !== "password") champs.append(nom, valeur);
    }
    try {
      const reponse = await fetch(marque.dataset.garderA, { method: "POST", body: champs, keepalive: true });
      if (!reponse.ok || reponse.redirected) return;
      dit.hidden = false;
      dit.textContent = `Brouillon gardé à ${new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" })}`;
    } catch {
      change = true;
    }
  };
  formulaire.addEventListener("input", () => {
    change = true;
    clearTimeout(attente);
    attente = setTimeout(garder, 2000);
  });
  formulaire.addEventListener("submit", () => { change = false; clearTimeout(attente); });
  addEventListener("pagehide", garder);
  document.addEventListener("visibilitychange", () => { if (document.hidden) garder(); });
}

// Occupations near to what is typed, proposed as one goes; without script the form proposes them once sent.
for (const zone of document.querySelectorAll("[data-metiers]")) {
  const saisie = zone.parentElement.querySelector("input[type=text]");
  let attente = 0;
  saisie.addEventListener("input", () => {
    clearTimeout(attente);
    for (const choix of zone.querySelectorAll(":checked")) choix.checked = false;
    attente = setTimeout(async () => {
      const cherche = saisie.value.trim();
      const parametres = new URLSearchParams({ q: cherche, champ: zone.dataset.champ });
      try {
        const reponse = cherche.length < 3 ? null : await fetch(`${zone.dataset.metiers}?${parametres}`);
        if (saisie.value.trim() === cherche) zone.innerHTML = reponse?.ok && !reponse.redirected ? await reponse.text() : "";
      } catch { /* The form proposes them once sent. */ }
    }, 250);
  });
  zone.addEventListener("change", (evenement) => {
    saisie.value = evenement.target.value;
  });
}
