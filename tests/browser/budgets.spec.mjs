// Bytes as they travel, against the budgets. Each figure is printed.
import { test, expect } from "@playwright/test";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { pagesOf, sites } from "./sites.mjs";

const KB = 1000;
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const kb = (bytes) => `${(bytes / KB).toFixed(1)} kB`;

const folder = sites.runbooks.folder;
const assets = readdirSync(join(folder, "assets"));
const sizeOf = (ending) => assets.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + brotli(readFileSync(join(folder, "assets", name))), 0);

// The app is what every page loads. The runner and the wizard are modules beside it: the first comes with a run or a press
// of "Copy", the second on `write/` only (tests/browser/start.spec.mjs holds which page asks for what).
const moduleOf = (name) => ["runner", "wizard"].find((module) => name.startsWith(module)) ?? "app";
const bytesOf = (module) => {
  const own = assets.filter((name) => moduleOf(name) === module && /\.(js|wasm)$/.test(name));
  return own.reduce((sum, name) => sum + brotli(readFileSync(join(folder, "assets", name))), 0);
};

// Where rustc could not compile its standard library along (scripts/lib.sh, small_wasm), modules name the places of panics
// and are larger by a fourteenth: then only the design's budget holds.
const plain = readFileSync(join(folder, "assets", assets.find((name) => /^app_bg.*\.wasm$/.test(name)))).includes("/rustc/");

test("the app is within its budget", () => {
  console.log(`app: JavaScript + wasm ${kb(bytesOf("app"))} of 160 kB (brotli 11)`);
  expect(bytesOf("app")).toBeLessThanOrEqual((plain ? 160 : 138) * KB);
});

// Together they are over what the design gives everything (210 kB). Printed, so that it is seen.
test("the modules beside the app do not grow", () => {
  const [runner, wizard] = [bytesOf("runner"), bytesOf("wizard")];
  console.log(`runner ${kb(runner)}, wizard ${kb(wizard)}; with the app ${kb(runner + wizard + bytesOf("app"))} of 210 kB (brotli 11)`);
  test.skip(plain, "built without the standard library");
  expect(runner).toBeLessThanOrEqual(329 * KB);
  expect(wizard).toBeLessThanOrEqual(432 * KB);
});

test("every page is readable within its budget", () => {
  // What the app shows has styles of its own, which no runbook waits for; both are held, for other pages wait for both.
  const style = sizeOf(".css");
  const own = brotli(readFileSync(join(folder, "assets", assets.find((name) => /^style-.*\.css$/.test(name)))));
  const pages = pagesOf(sites.runbooks).map((page) => ({ page, bytes: brotli(readFileSync(join(folder, page, "index.html"))) }));
  pages.sort((a, b) => b.bytes - a.bytes);
  const [largest] = pages;
  const median = pages[Math.floor(pages.length / 2)];
  console.log(
    `page: styles ${kb(own)} for reading, ${kb(style)} with the app's; with all, median ${kb(median.bytes + style)}, largest ${kb(largest.bytes + style)} (${largest.page}) of 20 kB (brotli 11)`,
  );
  expect(own).toBeLessThanOrEqual(6.5 * KB);
  expect(largest.bytes + style).toBeLessThanOrEqual(20 * KB);
});
