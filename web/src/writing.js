// What makes a long form quick by keyboard. Everything works without this script, with more presses of keys.

// Ctrl and Enter save from everywhere, also from a field of several lines.
document.addEventListener("keydown", (e) => {
  const form = e.target.closest?.("form[data-writing]");
  if (!form || e.key !== "Enter" || !(e.ctrlKey || e.metaKey)) return;
  e.preventDefault();
  form.requestSubmit(form.querySelector("button[type=submit]"));
});

// A group of ticks is one stop of the Tab key, as radio buttons are; arrow keys lead through it.
for (const form of document.querySelectorAll("form[data-writing]")) {
  for (const group of form.querySelectorAll("fieldset")) arrows(group, form.dataset.arrows);
}

function arrows(group, words) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  if (boxes.length < 2) return;
  const stop = (box) => boxes.forEach((other) => (other.tabIndex = other === box ? 0 : -1));
  stop(boxes.find((box) => box.checked) ?? boxes[0]);
  const hint = document.createElement("p");
  hint.className = "kern-hint arrows";
  hint.textContent = words;
  group.querySelector("legend").after(hint);
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  group.addEventListener("keydown", (e) => {
    const at = boxes.indexOf(e.target);
    if (at < 0 || !(e.key in steps) || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    boxes[(at + steps[e.key] + boxes.length) % boxes.length].focus();
  });
  group.addEventListener("focusin", (e) => boxes.includes(e.target) && stop(e.target));
}

// What belongs to a theme goes with it.
document.addEventListener("change", (e) => {
  if (e.target.name !== "themes" || e.target.checked) return;
  for (const box of e.target.form.querySelectorAll(`.of-${CSS.escape(e.target.value)} input:checked`)) box.checked = false;
});

// A text module goes to where one writes.
document.addEventListener("click", (e) => {
  const button = e.target.closest("button[data-insert]");
  if (!button) return;
  e.preventDefault();
  const choice = button.form.elements.module;
  const text = choice.selectedOptions[0]?.dataset.body;
  const notes = document.getElementById(button.dataset.insert);
  if (!text) return choice.focus();
  const before = notes.value.slice(0, notes.selectionStart);
  const gap = before && !/\s$/.test(before) ? "\n" : "";
  notes.setRangeText(gap + text, notes.selectionStart, notes.selectionEnd, "end");
  notes.dispatchEvent(new Event("input", { bubbles: true }));
  notes.focus();
});
