// Search in Chromium at 109 and 1,000 runbooks: milliseconds for a query by itself and from the key to the results, tasks
// over 50 ms while typing with the processor four times slower, and the first result after a cold visit on slow 4G, from
// the titles at hand and from the index. Prints, never judges; with a folder as its argument, it leaves `chromium.json`
// there. DETAILS=1 lists the requests of the cold visit, and what each long task did.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(join(root, "tests/browser/"));
const { chromium } = require("@playwright/test");
const program = process.env.BREAKGLASS_BIN ?? resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "release/breakglass");
const work = mkdtempSync(join(tmpdir(), "breakglass-chromium-"));

/** `count` runbooks: the project's own with their sections dealt anew, under names of their own. */
function make(count) {
  const folder = join(work, `src-${count}`);
  mkdirSync(folder);
  const own = readdirSync(join(root, "runbooks")).filter((name) => name.endsWith(".md") && name !== "README.md");
  const texts = own.map((name) => readFileSync(join(root, "runbooks", name), "utf8").split(/^(?=## )/m));
  for (let at = 0; at < count; at += 1) {
    const pick = (n) => texts[(at * 7 + n * 13) % texts.length];
    const body = texts[at % texts.length].slice(1).map((_, n) => pick(n)[n + 1] ?? "").join("");
    writeFileSync(join(folder, `case-${at}.md`), `# Case ${at}: ${texts[at % texts.length][0].match(/^# (?:Runbook: )?(.*)/)[1]}\n\n${body}`);
  }
  return folder;
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json", ".svg": "image/svg+xml" };

/** A host of `folder` that compresses as hosts do: brotli 11, each file once; 9 above 300 kB, where 11 would take a minute. */
async function serve(folder) {
  const compressed = new Map();
  const server = createServer((request, response) => {
    let path = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
    if (!existsSync(path)) return response.writeHead(404).end();
    if (!compressed.has(path)) {
      const bytes = readFileSync(path);
      const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 300_000 ? 9 : 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
      compressed.set(path, brotliCompressSync(bytes, { params }));
    }
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    return response.writeHead(200, { "Content-Type": type, "Content-Encoding": "br" }).end(compressed.get(path));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** A trace of `page` while `act` runs: the tasks of its main thread, with all that they did. */
async function traced(page, act) {
  await browser.startTracing(page, { categories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] });
  const value = await act();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const key = traceEvents.find(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
  const events = traceEvents.filter(({ ph, pid, tid, dur }) => ph === "X" && pid === key?.pid && tid === key?.tid && dur > 0);
  return { value, events, tasks: events.filter(({ name }) => name === "RunTask") };
}

/** What the tasks over 50 ms of a trace did, longest parts first. */
function explain({ events, tasks }) {
  for (const task of tasks.filter(({ dur }) => dur > 50_000)) {
    const within = events.filter((e) => e !== task && e.ts >= task.ts && e.ts + e.dur <= task.ts + task.dur && e.dur > 4_000);
    console.log(`  ${Math.round(task.dur / 1e3)} ms, ${Math.round(task.tdur / 1e3)} of the processor: ${within.map(({ name, dur, args }) => `${name}${args?.data?.type ? ` ${args.data.type}` : ""} ${Math.round(dur / 1e3)}`).join(", ")}`);
  }
}

const quantile = (list, share) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * share)];
const queries = ["pods restart", "DatabaseConnectionsExhausted", "conection refsed", "disk of the primary fills", "redis is full", "kubectl rollout undo"];
const rows = [];
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox", "--disable-gpu"] });
for (const count of [109, 1000]) {
  const out = join(work, `site-${count}`);
  execFileSync(program, ["build", make(count), "--app", join(root, "app-dist"), "--out", out], { stdio: "ignore" });
  const site = await serve(out);
  const box = (page) => page.getByRole("combobox", { name: "Search runbooks" });

  // Once beforehand, so that what is compressed is.
  const before = await browser.newContext();
  const warm = await before.newPage();
  warm.setDefaultTimeout(120_000);
  await warm.goto(site.url);
  await box(warm).fill("database");
  await warm.waitForSelector(".bg-search-place", { timeout: 120_000 });
  await warm.waitForLoadState("networkidle");
  await before.close();

  // Cold: slow 4G, a quarter of the processor; the reader types as soon as the field is there.
  const cold = await browser.newContext();
  const first = await cold.newPage();
  const debug = await cold.newCDPSession(first);
  await debug.send("Network.enable");
  await debug.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
  await debug.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await first.goto(site.url, { waitUntil: "commit" });
  await box(first).fill("database");
  await first.waitForFunction(() => document.querySelector("[role=option]"), null, { polling: 10, timeout: 60_000 });
  const bytes = await first.evaluate(() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return all.filter((entry) => entry.responseEnd < performance.now()).map(({ name, encodedBodySize, startTime, responseEnd }) => ({ name, size: encodedBodySize, startTime, responseEnd }));
  });
  if (process.env.DETAILS) for (const { name, size, startTime, responseEnd } of bytes) console.log(`  ${Math.round(startTime)}-${Math.round(responseEnd)} ms ${size} ${name.replace(site.url, "")}`);
  const cold_ms = await first.evaluate(() => performance.now());
  await first.waitForSelector(".bg-search-place", { timeout: 60_000 });
  const index_ms = await first.evaluate(() => performance.now());
  await cold.close();

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url);
  await page.waitForSelector("html[data-app=ready]");
  await box(page).fill("database");
  await page.waitForSelector("[role=option]");
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(2500);
  const [times, asked] = await page.evaluate(async (queries) => {
    const field = document.getElementById("bg-search-field");
    const out = [];
    const asked = [];
    // The app says when it asks the index and when it has the answer, without drawing.
    let began;
    document.addEventListener("bg-ask", () => (began = performance.now()));
    document.addEventListener("bg-answer", () => asked.push(performance.now() - began));
    // Whatever is found, the field is told about it.
    let told;
    new MutationObserver(() => told?.(performance.now())).observe(field, { attributeFilter: ["aria-expanded"] });
    for (let round = 0; round < 5; round += 1) {
      for (const query of queries) {
        for (let end = 1; end <= query.length; end += 1) {
          field.value = query.slice(0, end);
          const started = performance.now();
          const shown = new Promise((then) => (told = then));
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          out.push((await shown) - started);
          if (end % 8 === 0) await new Promise((frame) => requestAnimationFrame(frame));
        }
      }
    }
    await new Promise((then) => setTimeout(then, 100));
    return [out, asked];
  }, queries);
  // Keys come from the browser, and nothing is looked for in the page meanwhile: looking by roles through a thousand rows
  // takes Playwright longer than any task of the app.
  const type = async (page) => {
    await page.evaluate(() => {
      window.longTasks = [];
      new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
    });
    const slow = await page.context().newCDPSession(page);
    await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.focus("#bg-search-field");
    for (const query of queries.slice(0, 3)) {
      await page.keyboard.press("ControlOrMeta+A");
      for (const letter of query) {
        await page.keyboard.type(letter);
        await page.waitForTimeout(60);
      }
    }
    await page.waitForTimeout(1500);
    return page.evaluate(() => window.longTasks);
  };
  const long = await traced(page, () => type(page));
  if (process.env.DETAILS) explain(long);
  // The same while the index is still to come: a page that has just been opened.
  const fresh = await context.newPage();
  await fresh.goto(site.url);
  await fresh.waitForSelector("html[data-app=ready]");
  await fresh.waitForTimeout(300);
  const loading = await traced(fresh, () => type(fresh));
  if (process.env.DETAILS) explain(loading);
  // By the clock, as the page sees it, and by the processor: on a machine with other work a task waits, too.
  const tasks = ({ value, tasks }) => {
    const list = value.length ? `${value.length} (longest ${Math.round(Math.max(...value))} ms)` : "0";
    const own = tasks.map(({ tdur = 0 }) => tdur / 1e3);
    return `${list}; of the processor ${own.filter((ms) => ms > 50).length} (longest ${Math.round(Math.max(...own))} ms)`;
  };
  const row = { runbooks: count, p50: quantile(times, 0.5), p95: quantile(times, 0.95), query_p50: quantile(asked, 0.5), query_p95: quantile(asked, 0.95), typing: tasks(long), loading: tasks(loading), cold_ms, index_ms };
  rows.push(row);
  console.log(
    `Chromium, ${count} runbooks: query p50 ${row.query_p50.toFixed(2)} ms, p95 ${row.query_p95.toFixed(2)} ms; key to results p50 ${row.p50.toFixed(2)} ms, p95 ${row.p95.toFixed(2)} ms; ` +
      `tasks over 50 ms at a quarter of the processor: typing ${row.typing}, typing while the index loads ${row.loading}; ` +
      `cold visit on slow 4G: first result ${Math.round(cold_ms)} ms, from the index ${Math.round(index_ms)} ms`,
  );
  await context.close();
  await site.close();
}
if (process.argv[2]) writeFileSync(join(process.argv[2], "chromium.json"), JSON.stringify({ browser: browser.version(), rows }));
await browser.close();
rmSync(work, { recursive: true, force: true });
process.exit(0);
