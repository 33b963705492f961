// Called by scripts/frontend.py: node build.mjs OUT JOBS.json. Bundles the chart engine and cuts typefaces to the letters we use.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import subset from "subset-font";

const [out, jobs] = process.argv.slice(2);

await build({
  entryPoints: [new URL("engine.js", import.meta.url).pathname],
  outfile: `${out}/engine.js`,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  logLevel: "warning",
});

for (const { from, to, letters } of JSON.parse(await readFile(jobs, "utf8"))) {
  const cut = await subset(await readFile(from), letters, { targetFormat: "woff2" });
  await writeFile(to, cut);
}
