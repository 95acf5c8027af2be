// Codes are typed, not scrolled: a field with a list offers what begins with the letters typed, in any of its words. The
// first offer is chosen by Enter or Tab. Without this script the browser offers the list, and the server understands an
// unambiguous beginning. Keys follow the ARIA Authoring Practices: combobox with list autocomplete.
const most = 40; // offers at once

for (const input of document.querySelectorAll("form[data-writing] input[list]")) combobox(input);

function combobox(input) {
  const source = input.list;
  if (!source) return;
  const many = "many" in input.dataset;
  const list = document.createElement("ul");
  list.id = `${input.id}-offers`;
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  input.after(list);
  input.removeAttribute("list");
  input.dataset.source = source.id;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let active; // the offer that Enter and Tab choose

  // What is typed now: in a field for several entries the last of them.
  const typed = () => (many ? input.value.slice(input.value.lastIndexOf(",") + 1) : input.value);

  input.addEventListener("input", () => (fold(typed()) ? offer(matches(source, typed())) : close()));
  input.addEventListener("keydown", (e) => {
    if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    switch (e.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (list.hidden) offer(fold(typed()) ? matches(source, typed()) : all());
        else move(e.key === "ArrowDown" ? 1 : -1);
        e.preventDefault();
        break;
      case "Enter":
        if (!active) return;
        e.preventDefault();
        choose(active.textContent);
        break;
      case "Tab":
        if (active) choose(active.textContent);
        break;
      case "Escape":
        if (list.hidden) return;
        e.preventDefault();
        close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (e) => {
    e.preventDefault(); // the focus stays in the field
    const offered = e.target.closest("[role=option]");
    if (offered) choose(offered.textContent);
  });

  function offer(labels) {
    list.replaceChildren(
      ...labels.slice(0, most).map((label, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("dir", "auto");
        option.textContent = label;
        return option;
      }),
    );
    list.hidden = labels.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(list.firstElementChild);
  }

  function mark(option) {
    active?.removeAttribute("aria-selected");
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const options = [...list.children];
    mark(options[(options.indexOf(active) + step + options.length) % options.length]);
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    mark(null);
  }

  function choose(label) {
    const before = many ? input.value.slice(0, input.value.lastIndexOf(",") + 1) : "";
    input.value = (before ? before.trim() + " " : "") + label;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Everything, but first what other fields with the same list say: who learned in a country often is from there.
  function all() {
    const labels = [...source.options].map((o) => o.value);
    const others = [...document.querySelectorAll(`[data-source="${CSS.escape(source.id)}"]`)].filter((o) => o !== input).map((o) => o.value);
    return [...new Set([...others.filter((value) => labels.includes(value)), ...labels])];
  }
}

// matches are the labels of a list that begin so, then those in which a later word does.
function matches(source, typed) {
  const wanted = fold(typed);
  const first = [];
  const later = [];
  for (const { value } of source.options) {
    const label = fold(value);
    if (label.startsWith(wanted)) first.push(value);
    else if (label.includes(" " + wanted)) later.push(value);
  }
  return [...first, ...later];
}

// fold leaves what people type alike, as the server does: small letters without accents, and digits.
function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}\p{Mc}]+/gu, " ")
    .trim();
}
