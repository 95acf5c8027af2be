// Everything works without this script. It adds what every page has, keys for search and new contact, values to filter by, copying.
import "./page.js";

const typing = (e) => e.target.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (e) => {
  if (typing(e) || e.ctrlKey || e.metaKey || e.altKey) return;
  const target = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (!target) return;
  e.preventDefault();
  if (target.matches("a")) target.click();
  else target.focus();
});

// Choosing what to filter by brings the words among which one types the value.
document.addEventListener("change", async (e) => {
  const filter = e.target.closest("[data-values]");
  if (!filter || !e.target.matches("select")) return;
  const answer = await fetch(`${filter.dataset.values}&dimension=${encodeURIComponent(e.target.value)}`);
  const words = answer.ok && !answer.redirected ? await answer.json() : [];
  filter.querySelector("datalist").replaceChildren(...words.map((word) => new Option("", word)));
});

// Browsers copy only on pages that came over a safe way.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.firstElementChild.textContent = button.dataset.done;
  });
}
