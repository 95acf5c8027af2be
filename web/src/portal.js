// Everything works without this script. It adds what every page has, suggestions, checklists that are kept, pages that can be
// read offline.
import "./page.js";

if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js");

// Suggestions come as one types. What is chosen is sent like any other words.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("datalist");
  list.id = "suggestions";
  form.append(list);
  input.setAttribute("list", list.id);
  let latest = 0;
  input.addEventListener("input", async () => {
    const mine = ++latest;
    const words = input.value.trim();
    await new Promise((later) => setTimeout(later, 250));
    if (mine !== latest || words.length < 3) return;
    try {
      const answer = await fetch(`${form.dataset.suggest}&q=${encodeURIComponent(words)}`);
      const found = answer.ok ? (await answer.json()).results : [];
      if (mine === latest) list.replaceChildren(...found.slice(0, 6).map((one) => new Option("", one.title)));
    } catch {
      // without connection there are no suggestions
    }
  });
}

// The ticks of a checklist stay on this device, where it lets us keep them.
for (const list of document.querySelectorAll("[data-ticks]")) {
  const name = "ticks." + list.dataset.ticks;
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  try {
    const ticked = (localStorage.getItem(name) || "").split(" ");
    for (const box of boxes) box.checked = ticked.includes(box.name);
    list.addEventListener("change", () => {
      localStorage.setItem(name, boxes.filter((box) => box.checked).map((box) => box.name).join(" "));
    });
    for (const note of document.querySelectorAll("[data-ticks-note]")) note.hidden = false;
  } catch {
    // private windows may keep nothing: the list is ticked for as long as the page is open
  }
}

// The page for times without connection names the answers that this device has kept.
const kept = document.getElementById("kept-answers");
if (kept && "caches" in window) {
  caches.open("answers").then(async (cache) => {
    const requests = await cache.keys();
    for (const request of requests.reverse()) {
      const title = (await (await cache.match(request)).text()).match(/<title>([^<]*)<\/title>/);
      const link = document.createElement("a");
      link.href = request.url;
      const words = document.createElement("textarea"); // turns entities into letters, and runs nothing
      words.innerHTML = title ? title[1] : request.url;
      link.textContent = words.value;
      const item = document.createElement("li");
      item.append(link);
      kept.append(item);
    }
    document.getElementById("kept-none").hidden = requests.length > 0;
  });
}
