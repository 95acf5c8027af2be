(() => {
  // What the checks ask inside a page. Everything here only reads, except
  // that rest() takes the focus away.
  const name = (el) => el.outerHTML.replace(/\s+/g, " ").slice(0, 120);

  // --- layout ---------------------------------------------------------------

  const scrollsItself = (el) => {
    for (let box = el.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };

  const overflow = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((el) => {
      const box = el.getBoundingClientRect();
      return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1) && !scrollsItself(el);
    });
    const innermost = wide.filter((el) => !wide.some((other) => other !== el && el.contains(other)));
    return [`the page is ${root.scrollWidth} pixels wide in a window of ${root.clientWidth}: ` +
      innermost.slice(0, 5).map(name).join(" | ")];
  };

  // --- keyboard -------------------------------------------------------------

  const candidates = "a[href], area[href], button, input, select, textarea, summary, iframe, " +
    "audio[controls], video[controls], [contenteditable], [tabindex]";

  // One reaches a group of radio buttons at the chosen one, else at the first.
  const isStopOfItsGroup = (el) => {
    if (el.type !== "radio" || !el.name) return true;
    const group = [...document.querySelectorAll("input[type=radio]")]
      .filter((other) => other.name === el.name && other.form === el.form && !other.disabled);
    return el === (group.find((other) => other.checked) ?? group[0]);
  };

  const stops = () => [...document.querySelectorAll(candidates)].filter((el) =>
    el.tabIndex >= 0 && !el.matches(":disabled") && !el.closest("[inert]") &&
    el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && isStopOfItsGroup(el));

  // How a thing looks, as far as a mark of focus may change it: its own box,
  // what stands before and after in it, its label, parent and next sibling.
  const marks = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderTopWidth",
    "borderBottomColor", "borderBottomWidth", "backgroundColor", "backgroundImage", "textDecorationLine",
    "textDecorationThickness"];
  const look = (el) => [el, el.parentElement, el.nextElementSibling, ...(el.labels ?? [])]
    .filter(Boolean)
    .flatMap((part) => [null, "::before", "::after"].map((pseudo) => {
      const style = getComputedStyle(part, pseudo);
      if (style.outlineStyle === "none" || style.outlineWidth === "0px") {
        return marks.slice(3).map((mark) => style[mark]).join();
      }
      return marks.map((mark) => style[mark]).join();
    })).join("\n");

  let all = [];
  let atRest = [];

  // rest notes how everything looks without focus, and says how many stops there are.
  const rest = () => {
    document.activeElement?.blur();
    all = stops();
    atRest = all.map(look);
    return all.length;
  };

  // here says which stop has the focus (-1: none of them) and whether one sees it.
  const here = () => {
    const index = all.indexOf(document.activeElement);
    if (index < 0) return { index, visible: true };
    const el = all[index];
    const boxes = [el, ...(el.labels ?? [])].map((part) => part.getBoundingClientRect());
    const inView = boxes.some((box) => box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 &&
      box.top < innerHeight && box.left < innerWidth);
    return { index, visible: inView && look(el) !== atRest[index] };
  };

  const describe = (index) => name(all[index]);
  const jumps = () => all.filter((el) => el.tabIndex > 0).map(name);

  return { overflow, rest, here, describe, jumps };
})()
