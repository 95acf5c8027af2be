// Everything works without this script. It adds: menus that close, no double sending, pages that can be read offline.
document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (e) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(e.target)) menu.open = false;
  }
});

document.addEventListener("submit", (e) => {
  if (e.target.dataset.sent) e.preventDefault();
  e.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js");

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
