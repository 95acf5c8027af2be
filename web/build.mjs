// Builds everything that browsers load into dist: stylesheets for both directions of writing, fonts, the scripts, the sign
// and the map; each named after its content, with compressed forms beside it, and manifest.json to find them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { germany } from "./build/map.mjs";
import { fonts } from "./build/fonts.mjs";
import { mirrored, stylesheet } from "./build/css.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const source = (name) => readFileSync(join(here, "src", name), "utf8");

// What pages are written in: the rules of KERN that nothing here uses are left out.
const pages = filesIn("../internal", /(?<!_templ|_test)\.(go|templ)$/);

const languages = readdirSync(join(here, "../locale/portal")).sort();

const inputs = digestOf([
  join(here, "package-lock.json"),
  join(here, "build.mjs"),
  ...filesIn("build", /\.mjs$/),
  ...filesIn("src", /./),
  ...pages,
], languages);
const stamp = join(dist, "built-from");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) {
  console.log("web: nothing changed");
  process.exit(0);
}

for (const old of readdirSync(dist)) if (old !== ".gitkeep") rmSync(join(dist, old));
mkdirSync(dist, { recursive: true });
const manifest = {};

const fontURLs = {};
for (const [name, bytes] of Object.entries(await fonts())) fontURLs[name] = emit(name, bytes);

const css = await stylesheet(pages, fontURLs);
emit("app.css", css);
emit("app.rtl.css", mirrored(css));

for (const name of ["app.js", "draft.js", "combobox.js", "writing.js", "portal.js", "sw.js"]) {
  const script = await esbuild.build({
    entryPoints: [join(here, "src", name)], bundle: true, write: false, minify: true, format: "iife", target: "es2020",
    define: { LANGUAGES: JSON.stringify(languages) },
  });
  emit(name, script.outputFiles[0].contents);
}
emit("favicon.svg", source("favicon.svg").trim());
emit("icon.png", readFileSync(join(here, "src/icon.png"))); // the same sign, for devices that draw no SVG on their home screen
emit("germany.json", JSON.stringify(germany()));

writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
writeFileSync(stamp, inputs);
console.log(`web: ${Object.keys(manifest).length} files, app.css ${kilobytes(brotli(css))} compressed`);

// emit writes one file under its hash and gives the name it got.
function emit(name, content) {
  const bytes = Buffer.from(content);
  const dot = name.lastIndexOf(".");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const file = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  writeFileSync(join(dist, file), bytes);
  if (!/\.(woff2|png)$/.test(name)) {
    writeFileSync(join(dist, file + ".gz"), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(dist, file + ".br"), brotli(bytes));
  }
  manifest[name] = file;
  return file;
}

function filesIn(folder, name) {
  const root = join(here, folder);
  return readdirSync(root, { recursive: true }).filter((f) => name.test(f)).sort().map((f) => join(root, f));
}

function brotli(content) {
  return brotliCompressSync(Buffer.from(content), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
}

function digestOf(files, words) {
  const hash = createHash("sha256").update(words.join());
  for (const f of files) hash.update(f.slice(here.length)).update("\0").update(readFileSync(f)).update("\0");
  return hash.digest("hex");
}

function kilobytes(bytes) {
  return (bytes.length / 1024).toFixed(1) + " KB";
}
