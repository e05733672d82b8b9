// Bundle the page into one script and one stylesheet, in the folder that OUT_DIR names.
import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, process.env.OUT_DIR ?? "../incident_mapper/_bundle");
mkdirSync(out, { recursive: true });

/** Leaflet's style sheet carries the marker's picture only to be asked for its address; compat/marker.ts brings it. */
const withoutMarkerPicture = {
  name: "without-marker-picture",
  setup(run) {
    run.onLoad({ filter: /marker-icon\.png$/ }, () => ({ contents: "", loader: "dataurl" }));
  },
};

await build({
  absWorkingDir: here,
  entryPoints: { webmap: "main.ts" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2021",
  charset: "ascii",
  loader: { ".png": "dataurl", ".gif": "dataurl", ".svg": "dataurl" },
  plugins: [withoutMarkerPicture],
  logLevel: "warning",
});

for (const name of ["webmap.js", "webmap.css"]) {
  console.log(`${name} ${(statSync(join(out, name)).size / 1000).toFixed(1)} kB`);
}
