// Lets pages of the portal be read without connection: the last answers of the finder, and what was opened lately. It keeps
// nothing that somebody filled in to be sent: forms for appointments and the staff's office never pass through it.
const files = "files";
const pages = "pages";
const answers = "answers";
const mostPages = 30;
const mostAnswers = 3;
const patience = 6000; // milliseconds for a page that is kept already

const language = new RegExp(`^/(${LANGUAGES.join("|")})/`); // the build puts in those of the portal

addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil(clients.claim()));

addEventListener("fetch", (e) => {
  const { request } = e;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) e.respondWith(file(request));
  else if (request.mode === "navigate" && language.test(url.pathname) && !url.pathname.includes("/appointments")) {
    e.respondWith(page(request, url));
  }
});

// file gives what never changes under its name.
async function file(request) {
  const cache = await caches.open(files);
  const have = await cache.match(request);
  if (have) return have;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function page(request, url) {
  const isAnswer = /\/finder\/answer$/.test(url.pathname);
  const cache = await caches.open(isAnswer ? answers : pages);
  const have = await cache.match(request);
  try {
    const answer = await fetch(request, have && { signal: AbortSignal.timeout(patience) });
    if (answer.ok && !answer.redirected && /^text\/html/.test(answer.headers.get("Content-Type"))) {
      await cache.delete(request);
      await cache.put(request, answer.clone());
      await limit(cache, isAnswer ? mostAnswers : mostPages);
      await keepOffline(url);
    }
    return answer;
  } catch {
    return have || (await offline(url)) || Response.error();
  }
}

async function limit(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

const offlinePage = (url) => new Request(url.pathname.match(language)[0] + "offline");

async function keepOffline(url) {
  const cache = await caches.open(files);
  if (!(await cache.match(offlinePage(url)))) await cache.add(offlinePage(url));
}

async function offline(url) {
  return (await caches.open(files)).match(offlinePage(url));
}
