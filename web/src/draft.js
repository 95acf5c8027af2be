// Saves forms on the server as they are typed, see ui.DraftKeeper. Without this script there is the button "Save draft".
const pause = 3000; // ms from a change to saving it
const longest = 60000; // ms between two tries when the server does not answer

for (const status of document.querySelectorAll("[data-draft]")) {
  if (!status.dataset.kept) keep(status.closest("form"), status);
  status.dataset.kept = "yes";
}

function keep(form, status) {
  const [word, signIn, live] = status.querySelectorAll(".draft-word, .draft-sign-in, [role=status]");
  let saved = fields(untouched(form));
  let seq = 0; // number of the version sent last
  let failed = 0; // tries in a row without success
  let state = "";
  let timer, busy, sent, over;

  const changed = () => !over && fields(form) !== saved;
  const plan = (wait) => (timer ??= setTimeout(save, wait));
  const soon = () => changed() && plan(pause);

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (e) => {
    if (navigator.onLine) return void (sent = true);
    e.preventDefault();
    e.stopPropagation(); // the form is not on its way: see app.js
    say("offline", status.dataset.offline);
  });
  form.querySelector(`button[formaction="${status.dataset.draft}"]`)?.addEventListener("click", (e) => {
    e.preventDefault();
    saved = state = ""; // asked for, it is saved and said even if nothing changed
    now();
  });
  addEventListener("online", now);
  addEventListener("focus", () => failed && now());
  document.addEventListener("visibilitychange", () => (document.hidden || failed) && now());
  addEventListener("pagehide", () => {
    if (!sent && changed()) navigator.sendBeacon(status.dataset.draft, body(fields(form)));
  });
  addEventListener("pageshow", () => (sent = false));

  function now() {
    clearTimeout(timer);
    timer = undefined;
    save();
  }

  function body(typed) {
    seq = Math.max(seq + 1, Date.now());
    return new URLSearchParams(`${typed}&draft_seq=${seq}`);
  }

  async function save() {
    timer = undefined;
    if (busy || sent || !changed()) return;
    busy = true;
    const typed = fields(form);
    try {
      const answer = await fetch(status.dataset.draft, {
        method: "POST",
        body: body(typed),
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout?.(20000),
      });
      await heard(answer, typed);
    } catch {
      retry("offline", status.dataset.offline);
    }
    busy = false;
    soon();
  }

  async function heard(answer, typed) {
    if (answer.status === 401) return retry("signed-out", status.dataset.signedOut);
    const { text, seq: newest } = await answer.json();
    if (answer.status === 409 && newest > Date.now()) {
      seq = newest; // of a computer whose clock is ahead of ours: what is typed now is later all the same
    } else if (answer.ok || answer.status === 409) {
      failed = 0;
      saved = typed;
      say("saved", text);
    } else if (answer.status === 403) {
      retry("other", text);
    } else {
      over = answer.status === 410;
      saved = typed; // the same again would get the same answer
      say("refused", text);
    }
  }

  function retry(why, text) {
    say(why, text);
    plan(Math.min(pause * 2 ** failed++, longest));
  }

  // say shows a word. It is read aloud when things become other than they were, not every few seconds.
  function say(now, text) {
    word.textContent = text;
    word.hidden = false;
    signIn.hidden = now !== "signed-out" && now !== "other";
    status.classList.toggle("draft-trouble", now !== "saved");
    if (now !== state) live.textContent = text;
    state = now;
  }
}

// untouched is the form as the server made it: the browser may have filled in what was typed before a reload.
function untouched(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return copy;
}

// fields is what would be sent, without files and passwords.
function fields(form) {
  const all = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !form.querySelector(`[type=password][name="${CSS.escape(name)}"]`)) all.append(name, value);
  }
  return all.toString();
}
