// The sites under test, and where their build lies. As Playwright's global setup it builds them, once, with the
// released app: what readers get.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, "../..");
// A folder of this run's own, so that two runs in one tree do not pull the pages from under each other. Playwright's
// workers are other processes: they inherit it.
const output = (process.env.BREAKGLASS_TEST_SITES ??= join(here, "output/sites", String(process.pid)));

export const app = join(root, "app-dist");
export const program = process.env.BREAKGLASS_BIN ?? resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "release/breakglass");

/** `runbooks`: the product's own. `fixture`: small pages that hold what the tests look for. */
export const sites = {
  runbooks: { source: join(root, "runbooks"), folder: join(output, "runbooks") },
  fixture: { source: join(here, "fixtures/site"), folder: join(output, "fixture") },
};

/** The pages of a built site: the paths of their folders below its root (`""`, `"guide/"`, `"r/dns/"`), in order. */
export function pagesOf(site) {
  return readdirSync(site.folder, { recursive: true })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file === "index.html" || file.endsWith("/index.html"))
    .map((file) => file.slice(0, -"index.html".length))
    .sort();
}

/**
 * The same without the pages that are another's article again: of those under alerts' names, only the first exact name and
 * the first copy in lower case.
 */
export function distinctPagesOf(site) {
  const pages = pagesOf(site);
  const named = pages.filter((path) => /^a\/.+/.test(path));
  const lower = (path) => path === path.toLowerCase();
  const kept = [named.find((path) => !lower(path)), named.find(lower)];
  return pages.filter((path) => !named.includes(path) || kept.includes(path));
}

export default function build() {
  for (const file of [program, join(app, "app_bg.wasm")]) {
    if (!existsSync(file)) {
      throw new Error(`${relative(process.cwd(), file)} is missing: \`make build\`, in the project's root, makes it.`);
    }
  }
  mkdirSync(output, { recursive: true });
  for (const { source, folder } of Object.values(sites)) {
    rmSync(folder, { recursive: true, force: true });
    execFileSync(program, ["build", source, "--app", app, "--out", folder], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  }
  return () => rmSync(output, { recursive: true, force: true });
}
