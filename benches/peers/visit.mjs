// What a reader's browser sees of a site: on slow 4G (1.6 Mbit/s, 150 ms) with a processor four times slower, cold; after the
// host has gone; from the disk; by axe. No time is judged here.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { extname, join } from "node:path";
import { host } from "./host.mjs";

const require = createRequire(new URL("../../tests/browser/", import.meta.url));
const AXE = require.resolve("axe-core/axe.min.js");

async function slow(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send("Network.enable");
  await debug.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
  await debug.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** Types `words` into the site's search as soon as it can be, again should a late script have emptied the field; waits for a result. */
async function find(page, { open, field, result }, words, timeout = 60_000) {
  const end = Date.now() + timeout;
  const left = () => Math.max(end - Date.now(), 1);
  if (open) {
    // A button that is drawn before its script is there does nothing yet.
    while (!(await page.locator(field).first().isVisible())) {
      await page.locator(open).first().click({ timeout: 300 }).catch(() => {});
      await page.locator(field).first().waitFor({ timeout: 300 }).catch(() => {});
      if (left() === 1) throw new Error(`${field} did not come`);
    }
  }
  // By keys, for some sites listen to keys alone; `End` again and again, since what is typed before the index has come waits
  // for the next key in some of them.
  const input = page.locator(field).first();
  const type = async () => {
    await input.fill(words.slice(0, -1), { timeout: left() });
    await input.press(words.at(-1), { timeout: left() });
  };
  await input.waitFor({ timeout: left() });
  await type();
  for (;;) {
    const shown = (result) => [...document.querySelectorAll(result)].some((e) => e.checkVisibility());
    if (await page.waitForFunction(shown, result, { polling: 10, timeout: Math.min(500, left()) }).then(() => true, () => false)) return;
    if (left() === 1) throw new Error(`no ${result} for "${words}"`);
    if ((await input.inputValue().catch(() => "")) === words) await input.press("End", { timeout: left() });
    else await type();
  }
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const total = (sent) => sent.reduce((sum, { size }) => sum + size, 0);
// What the first paint waits for; styles that a script fetches later are no part of it.
const readable = (sent, waited) => sent.filter(({ path }) => extname(path) === ".html" || (extname(path) === ".css" && waited.some((url) => path.endsWith(url))));

/** Reading and searching, cold, each three times; medians. Scripts of a service worker are no part of a first visit. */
async function cold(browser, site, served, pages) {
  const page = pages[Math.floor(pages.length / 2)];
  const target = served.url + site.address(page.slug);
  const visit = async (act) => {
    const context = await browser.newContext({ serviceWorkers: "block" });
    const tab = await context.newPage();
    try {
      return await act(tab);
    } finally {
      await context.close();
    }
  };
  // Once beforehand, so that what is compressed is.
  await visit(async (tab) => {
    await tab.goto(target, { waitUntil: "networkidle" });
    await find(tab, site.search, page.title, 120_000);
    await tab.waitForLoadState("networkidle");
  });
  const reads = [];
  const searches = [];
  for (let round = 0; round < 3; round += 1) {
    served.sent.length = 0;
    reads.push(
      await visit(async (tab) => {
        await slow(tab);
        await tab.goto(target, { waitUntil: "networkidle" });
        const [first, largest, waited] = await tab.evaluate(
          () =>
            new Promise((then) => {
              let last;
              new PerformanceObserver((list) => (last = list.getEntries().at(-1))).observe({ type: "largest-contentful-paint", buffered: true });
              const waited = performance.getEntriesByType("resource").filter(({ renderBlockingStatus }) => renderBlockingStatus === "blocking");
              const paths = waited.map(({ name }) => new URL(name).pathname);
              setTimeout(() => then([performance.getEntriesByName("first-contentful-paint")[0]?.startTime, last?.startTime, paths]), 300);
            }),
        );
        return { first, largest, html_css: total(readable(served.sent, waited)), bytes: total(served.sent), requests: served.sent.length };
      }),
    );
    served.sent.length = 0;
    searches.push(
      await visit(async (tab) => {
        await slow(tab);
        await tab.goto(target, { waitUntil: "commit" });
        await find(tab, site.search, page.title);
        return { ms: await tab.evaluate(() => performance.now()), bytes: total(served.sent) };
      }),
    );
  }
  const of = (list, key) => median(list.map((entry) => entry[key]));
  return { fcp: of(reads, "first"), lcp: of(reads, "largest"), html_css: of(reads, "html_css"), bytes: of(reads, "bytes"), requests: of(reads, "requests"), result_ms: of(searches, "ms"), result_bytes: of(searches, "bytes") };
}

const worked = (act) => act().then(() => true, () => false);

/** One visit, then the host goes: can that page be loaded again, another be read, anything be found? */
async function offline(browser, site, folder, pages) {
  const served = await host(folder);
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(served.url + site.address(pages[1].slug), { waitUntil: "networkidle" });
  if (site.offline) await tab.waitForSelector(site.offline, { timeout: 120_000 }).catch(() => {});
  else await tab.waitForTimeout(3_000);
  await served.close();
  const shows = (title) => worked(() => tab.locator("h1", { hasText: title }).first().waitFor({ timeout: 10_000 }));
  const open = (slug) => worked(() => tab.goto(served.url + site.address(slug), { timeout: 15_000 }));
  const reload = (await open(pages[1].slug)) && (await shows(pages[1].title));
  const search = reload && (await worked(() => find(tab, site.search, pages[5].title, 15_000)));
  const unseen = (await open(pages.at(-1).slug)) && (await shows(pages.at(-1).title));
  await context.close();
  return { reload, unseen, search };
}

/** The site's files opened from a disk. */
async function disk(browser, site, folder, pages) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const [path, fragment] = site.disk ? site.disk(folder, pages[1].slug) : [join(folder, site.address(pages[1].slug).replace(/\/$/, "/index.html")), ""];
  const read = await worked(async () => {
    await tab.goto(pathToFileURL(path).href + fragment);
    await tab.locator("h1", { hasText: pages[1].title }).first().waitFor({ timeout: 10_000 });
    // Without its style sheet a page is not as its makers meant it.
    if (await tab.evaluate(() => getComputedStyle(document.body).fontFamily.includes("Times"))) throw new Error("no styles");
  });
  const search = read && (await worked(() => find(tab, site.search, pages[5].title, 15_000)));
  await context.close();
  return { read, search };
}

/** Rules of axe (all but experimental ones) that a runbook's page and the home page break, light and dark. */
async function axe(browser, site, served, pages) {
  const broken = new Set();
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true });
    const tab = await context.newPage();
    for (const address of [site.address(pages[1].slug), site.home]) {
      await tab.goto(served.url + address, { waitUntil: "networkidle" });
      await tab.addScriptTag({ path: AXE });
      for (const { id } of await tab.evaluate(async () => (await window.axe.run()).violations)) broken.add(id);
    }
    await context.close();
  }
  return [...broken].sort();
}

export async function visit(browser, site, folder, pages) {
  const served = await host(folder);
  try {
    const rows = await cold(browser, site, served, pages);
    return { ...rows, axe: await axe(browser, site, served, pages), offline: await offline(browser, site, folder, pages), disk: await disk(browser, site, folder, pages) };
  } finally {
    await served.close();
  }
}
