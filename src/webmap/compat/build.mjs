/**
 * Builds what folium's own layers need to work offline: several small files, so that a page carries only
 * those it uses. incident_mapper/export/ decides which.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "..", "node_modules");
const OUT = resolve(HERE, "..", process.env.OUT_DIR ?? "../incident_mapper/_bundle");

const read = (...parts) => readFile(join(MODULES, ...parts), "utf8");
const dataUri = async (type, ...parts) =>
  `data:${type};base64,${(await readFile(join(MODULES, ...parts))).toString("base64")}`;

/** The notice that each file carries into the pages; the full texts are in third-party-licences.txt. */
async function notice(...packages) {
  const lines = await Promise.all(
    packages.map(async ([name, copyright]) => {
      const { version, license } = JSON.parse(await read(name, "package.json"));
      return `${name} ${version} | ${license} | ${copyright}`;
    }),
  );
  return `/*! ${lines.join("; ")} */`;
}

/** The rules of a style sheet all of whose selectors match; media queries are left out. */
function pickRules(sheet, matches) {
  const plain = sheet.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, "");
  return [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    .filter(([, selectors]) => selectors.split(",").every((selector) => matches.test(selector.trim())))
    .map(([rule]) => rule.trim())
    .join("\n");
}

async function save(name, code, banner) {
  const loader = name.endsWith(".css") ? "css" : "js";
  const done = await transform(code, { loader, minify: true, legalComments: "none", target: "es2021" });
  await writeFile(join(OUT, name), `${banner}\n${done.code}`);
}

async function bundle(entry, name, banner) {
  await build({
    entryPoints: [join(HERE, entry)],
    outfile: join(OUT, name),
    bundle: true,
    minify: true,
    format: entry.endsWith(".css") ? undefined : "iife",
    target: "es2021",
    charset: "utf8",
    legalComments: "none",
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    banner: banner ? { [entry.endsWith(".css") ? "css" : "js"]: banner } : {},
    logLevel: "warning",
  });
}

const BOSTOCK = "Copyright Mike Bostock";
const FONT_AWESOME = ["@fortawesome/fontawesome-free", "Copyright Fonticons, Inc."];
const BOOTSTRAP = ["bootstrap", "Copyright Twitter, Inc."];

await mkdir(OUT, { recursive: true });

await bundle("dollar.ts", "compat-dollar.js");
await bundle("marker.ts", "compat-marker.js", await notice(["leaflet", "Copyright Volodymyr Agafonkin"]));
await bundle("topojson.ts", "compat-topojson.js", await notice(["topojson-client", BOSTOCK]));
await bundle(
  "legend.ts",
  "compat-legend.js",
  await notice(["d3-axis", BOSTOCK], ["d3-scale", BOSTOCK], ["d3-selection", BOSTOCK]),
);
// Taken as they are: minified already, and with their notices.
await writeFile(join(OUT, "compat-jquery.js"), await read("jquery", "dist", "jquery.min.js"));
await writeFile(
  join(OUT, "compat-d3.js"),
  `${await notice(["d3", BOSTOCK])}\n${await read("d3", "d3.min.js")}`,
);

const pins = await notice(["leaflet.awesome-markers", "Copyright Lennard Voogdt"]);
await save("compat-icon.js", await read("leaflet.awesome-markers", "dist", "leaflet.awesome-markers.js"), pins);
await bundle("icon.css", "compat-icon.css", pins);

const bootstrap = await read("bootstrap", "dist", "css", "bootstrap.css");
const glyphs = await dataUri("font/woff2", "bootstrap", "fonts", "glyphicons-halflings-regular.woff2");
await save(
  "compat-glyphicon.css",
  `@font-face { font-family: "Glyphicons Halflings"; src: url("${glyphs}") format("woff2"); }
  ${pickRules(bootstrap, /^\.glyphicon/)}`,
  await notice(BOOTSTRAP),
);
await save("compat-table.css", pickRules(bootstrap, /^\.table\b/), await notice(BOOTSTRAP));

for (const [name, sheets, face] of [
  ["compat-fa.css", ["fontawesome.css", "solid.css"], "fa-solid-900"],
  ["compat-fa-regular.css", ["regular.css"], "fa-regular-400"],
  ["compat-fa-brands.css", ["brands.css"], "fa-brands-400"],
]) {
  const texts = await Promise.all(sheets.map((sheet) => read(FONT_AWESOME[0], "css", sheet)));
  const font = await dataUri("font/woff2", FONT_AWESOME[0], "webfonts", `${face}.woff2`);
  // Every browser that runs the page reads WOFF2.
  const code = texts.join("\n").replace(/src:[^;}]*url\([^;}]*/g, `src: url("${font}") format("woff2")`);
  await save(name, code, await notice(FONT_AWESOME));
}
