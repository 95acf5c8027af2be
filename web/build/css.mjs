// One stylesheet from KERN and our own rules: unused rules and tokens left out, no data addresses, colours that older phones know.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Features, transform } from "lightningcss";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import rtlcss from "rtlcss";

const here = fileURLToPath(new URL(".", import.meta.url));
const kern = createRequire(import.meta.url).resolve("@kern-ux/native/dist/kern.css");
const own = ["base", "shell", "form", "draft", "writing", "parts", "person", "worklist", "figure", "chart", "sheet", "letter", "portal", "finder", "centre", "page", "print"];

// stylesheet is everything for the pages given; fonts maps a font's name to its hashed file.
export async function stylesheet(pages, fonts) {
  const theirs = await used(withoutDataAddresses(lightUnlessDark(postcss.parse(readFileSync(kern, "utf8")))), pages);
  const ours = own.map((name) => readFileSync(join(here, "../src", name + ".css"), "utf8")).join("\n");
  onlyLogical(ours);
  const linked = ours.replace(/url\("(\w+\.woff2)"\)/g, (_, name) => `url("${fonts[name]}")`);
  const whole = withoutUnusedTokens(postcss.parse(plainColours(theirs + "\n" + linked)));
  const { code } = transform({
    filename: "app.css",
    code: Buffer.from(whole),
    minify: true,
    targets: { chrome: 90 << 16, firefox: 90 << 16, safari: 15 << 16 },
    exclude: Features.LogicalProperties | Features.DirSelector, // written out, they would be mirrored twice
  });
  return code.toString();
}

// mirrored is the stylesheet for languages written from right to left: KERN's rules name left and right.
export function mirrored(css) {
  return rtlcss.process(css);
}

// used keeps the rules whose classes the pages name; the tones of alerts and badges are put together at run time.
async function used(css, pages) {
  const [result] = await new PurgeCSS().purge({
    content: pages,
    css: [{ raw: css }],
    safelist: { standard: [":root"], greedy: [/^kern-(alert|badge)--/, /^kern-form-check__/] },
  });
  return result.css;
}

// lightUnlessDark makes light the ground, so that paper and old browsers are light, and dark a matter of screens.
function lightUnlessDark(root) {
  root.walkAtRules("media", (rule) => {
    if (rule.params.includes("prefers-color-scheme: light")) rule.replaceWith(rule.nodes);
    else if (rule.params.includes("prefers-color-scheme: dark")) rule.params = "screen and (prefers-color-scheme: dark)";
  });
  root.walkRules(/^\[data-kern-theme=\w+\],\s*\.kern-\w+$/, (rule) => {
    if (rule.nodes.some((n) => n.prop?.startsWith("--"))) rule.remove();
  });
  // The tokens of the page's ground, which KERN gives to the body and to islands in the other theme; we have no islands.
  root.walkRules(/^:is\(body, /, (rule) => (rule.selector = ":root"));
  const dark = root.nodes.filter((n) => n.params === "screen and (prefers-color-scheme: dark)");
  const after = root.nodes.findLast((n) => n.selector === ":root");
  for (const rule of dark) after.after(rule);
  return root;
}

function withoutDataAddresses(root) {
  root.walkDecls((decl) => {
    if (decl.value.includes("data:")) decl.remove();
  });
  return root.toString();
}

// withoutUnusedTokens drops custom properties that nothing refers to, until none is left.
function withoutUnusedTokens(root) {
  for (let dropped = true; dropped; ) {
    const named = new Set(root.toString().match(/var\(\s*--[\w-]+/g)?.map((v) => v.replace(/var\(\s*/, "")));
    dropped = false;
    root.walkDecls(/^--/, (decl) => {
      if (named.has(decl.prop)) return;
      decl.remove();
      dropped = true;
    });
  }
  return root.toString();
}

// plainColours writes oklch colours as sRGB, which KERN's palette is made in: phones from before 2023 know no other.
function plainColours(css) {
  return css.replace(/oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/g, (_, l, c, h) => hex(Number(l) / 100, Number(c), (Number(h) * Math.PI) / 180));
}

// hex follows the definition of Oklab (https://bottosson.github.io/posts/oklab/).
function hex(lightness, chroma, hue) {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return "#" + linear.map((x) => Math.round(255 * gamma(Math.min(1, Math.max(0, x)))).toString(16).padStart(2, "0")).join("");
}

const gamma = (x) => (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);

// onlyLogical refuses own rules that would look wrong from right to left.
function onlyLogical(css) {
  const physical = css.replace(/\[dir="rtl"\][^}]*}/g, "").match(/^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float|text-align:\s*(?:left|right))\b.*$/m);
  if (physical) throw new Error(`not a logical property: ${physical[0].trim()}`);
}
