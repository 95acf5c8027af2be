// Fira Sans, KERN's font, cut down to what the pages write: Latin, Latin Extended, Vietnamese and Cyrillic in two weights.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";

const kern = dirname(createRequire(import.meta.url).resolve("@kern-ux/native/package.json"));

const ranges = [
  [0x20, 0x7e], [0xa0, 0x24f], // Latin, Extended A and B
  [0x1e9e, 0x1ef9], // capital sharp s, Vietnamese
  [0x400, 0x45f], [0x490, 0x4ff], // Cyrillic of today's languages
];
const signs = "–—‘’‚“”„†‡•…‰‹›€№™←↑→↓−≈≠≤≥";

const text = ranges.map(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("")).join("") + signs;

// Both weights together may weigh at most this.
const limit = 60 * 1000;

export async function fonts() {
  const made = { "regular.woff2": await cut("Regular"), "semibold.woff2": await cut("SemiBold") };
  const size = Object.values(made).reduce((sum, b) => sum + b.length, 0);
  if (size > limit) throw new Error(`the fonts weigh ${size} bytes, more than ${limit}`);
  return made;
}

function cut(weight) {
  const whole = readFileSync(join(kern, `dist/fonts/fira-sans/FiraSans-${weight}.woff2`));
  return subsetFont(whole, text, {
    targetFormat: "woff2",
    noHinting: true,
    keepFeatures: ["kern", "mark", "ccmp", "locl", "tnum", "lnum"],
  });
}
