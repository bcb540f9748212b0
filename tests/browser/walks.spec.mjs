// From version to version, neighbours on the same origin, a full disk, and a large site.

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, ready, test } from "./fixtures.mjs";
import { killable } from "./killable.mjs";
import { cacheSizes, hasUpdate, install, isReady, lookForUpdate, runbook, sources, Workshop } from "./offline.mjs";

test.use({ serviceWorkers: "allow" });
test.beforeEach(({ base, guard }) => {
  test.skip(base === "/", "one base is enough");
  guard.allow(/console error/);
});

// Made anew each time: a worker may come back to this file after it has tidied up.
let shop;
test.beforeAll(() => {
  shop = new Workshop();
});
test.afterAll(() => shop?.remove());

async function change(page, site, folder, heading) {
  site.folder = folder;
  await lookForUpdate(page);
  await hasUpdate(page);
  await page.goto(site.url);
  await expect(page.locator("h1")).toHaveText(heading);
  await ready(page);
  await isReady(page);
}

test("there and back again, and over a version", async ({ page, site }) => {
  const one = shop.build(sources(1));
  const two = shop.build(sources(2));
  const three = shop.build(sources(3, { "alpha.md": null, "beta.md": null, "beta-renamed.md": runbook("Beta", 3) }));
  site.folder = one;
  await install(page, site);
  await change(page, site, two, "Site 2");
  await change(page, site, one, "Site 1");
  await change(page, site, three, "Site 3");
  await site.stop();
  await page.goto(`${site.url}r/beta-renamed/`);
  await expect(page.locator("article")).toContainText("Version 3 of Beta");
  for (const gone of ["r/alpha/", "r/beta/"]) {
    await page.goto(site.url + gone);
    await expect(page).toHaveURL(/404\.html\?path=/);
  }
});

// A page asked for just when a newer worker takes over from the older one may be held up for good by the browser. It must
// not come to that: one reader goes from page to page while one version after the other comes out.
test("pages come at once while versions come out", async ({ page, site }) => {
  const changes = process.env.BREAKGLASS_SOAK ? 100 : 6;
  test.setTimeout(60_000 + changes * 10_000);
  const folders = [shop.build(sources(1)), shop.build(sources(2))];
  site.folder = folders[0];
  await install(page, site);
  for (let number = 1; number <= changes; number++) {
    const version = (number % 2) + 1;
    site.folder = folders[version - 1];
    await lookForUpdate(page);
    await hasUpdate(page);
    for (const path of ["", "r/alpha/", "r/beta/", ""]) {
      await page.goto(site.url + path, { timeout: 20_000 });
      await expect(page.locator("main")).toContainText(new RegExp(`[Vv]ersion ${version}|Site ${version}`));
    }
    await ready(page);
    await isReady(page);
  }
});

test("a run that is loaded again keeps its version, whatever other tabs are open", async ({ page, site, context }) => {
  site.folder = shop.build(sources(1));
  await install(page, site);
  const old = await context.newPage();
  await old.goto(`${site.url}r/alpha/`);
  await ready(old);
  await old.getByRole("button", { name: "Start run" }).click();
  await expect(old).toHaveURL(/[?&]run=/);
  site.folder = shop.build(sources(2));
  await lookForUpdate(page);
  await hasUpdate(page);
  const other = await context.newPage();
  await other.goto(`${site.url}r/beta/`);
  await ready(other);
  await other.getByRole("button", { name: "Start run" }).click();
  await expect(other).toHaveURL(/[?&]run=/);
  await other.reload();
  await ready(other);
  await expect(other.locator("article")).toContainText("Version 2 of Beta");
  for (let again = 0; again < 2; again++) {
    await old.reload();
    await ready(old);
    await expect(old.locator("article")).toContainText("Version 1 of Alpha");
  }
});

// The moments are milliseconds after the page began to load; what is under way then differs from machine to machine, and any
// of it must come out well.
const MOMENTS = [40, 120, 250, 500, 900];

test("a browser that is killed while it installs, and while it changes over, comes back whole", async ({ site }) => {
  test.setTimeout(180_000);
  const profile = mkdtempSync(join(tmpdir(), "breakglass-killed-"));
  const words = async (page) => new Set([...(await page.locator("main").textContent()).matchAll(/[Vv]ersion (\d)|Site (\d)/g)].map(([, a, b]) => a ?? b));
  try {
    for (const version of [1, 2]) {
      site.folder = shop.build(sources(version));
      for (const moment of MOMENTS) {
        const browser = await killable(profile);
        const { page } = browser;
        await page.goto(`${site.url}r/alpha/`, { waitUntil: "commit" });
        if (version > 1) page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update()).catch(() => {});
        await new Promise((done) => setTimeout(done, moment));
        await browser.kill();
      }
      const browser = await killable(profile);
      const { page } = browser;
      await page.goto(`${site.url}r/alpha/`);
      await ready(page);
      expect((await words(page)).size).toBe(1);
      await isReady(page, 30_000);
      await lookForUpdate(page);
      await expect
        .poll(
          async () => {
            await page.goto(`${site.url}r/alpha/`);
            await ready(page);
            return [...(await words(page))].join();
          },
          { timeout: 40_000, intervals: [1000] },
        )
        .toBe(String(version));
      await isReady(page, 30_000);
      await site.stop();
      for (const path of ["", "r/alpha/", "r/beta/", "r/net/gamma/"]) {
        await page.goto(site.url + path);
        expect([...(await words(page))]).toEqual([String(version)]);
      }
      await browser.kill();
      await site.listen(site.port);
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("without room for a copy the site still works, and says why", async ({ page, site, context }) => {
  site.folder = shop.build(sources(1));
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize: 20_000 });
  await page.goto(site.url);
  await ready(page);
  await expect(page.locator("#bg-offline")).toHaveText(/no room left/, { timeout: 20_000 });
  await expect(page.locator("html")).toHaveAttribute("data-offline", "none");
  await page.getByRole("link", { name: "Alpha" }).click();
  await expect(page.locator("article")).toContainText("Version 1 of Alpha");
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: site.origin });
  await page.reload();
  await isReady(page);
});

test("two sites and a foreign worker on one origin leave each other alone", async ({ page, site }) => {
  const folders = [shop.build(sources(1)), shop.build(sources(2))];
  // A proxy that puts three things on one origin.
  const { serve } = await import("./server.mjs");
  const hosts = [await serve(folders[0], "/one/"), await serve(folders[1], "/one/two/")];
  const proxy = createServer((request, response) => {
    if (request.url.startsWith("/other/")) {
      const script = request.url.endsWith(".js");
      response.writeHead(200, { "Content-Type": script ? "text/javascript" : "text/html" });
      response.end(script ? 'addEventListener("install", (event) => event.waitUntil(caches.open("theirs").then((cache) => cache.put("/other/x", new Response("theirs")))));' : "<!doctype html><h1>Other</h1>");
      return;
    }
    const host = request.url.startsWith("/one/two/") ? hosts[1] : hosts[0];
    fetch(host.origin + request.url, { redirect: "manual" }).then(
      async (answer) => response.writeHead(answer.status, { "Content-Type": answer.headers.get("Content-Type") ?? "text/plain" }).end(Buffer.from(await answer.arrayBuffer())),
      () => response.destroy(),
    );
  });
  await new Promise((listening) => proxy.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${proxy.address().port}`;
  const open = await page.context().browser().newContext({ serviceWorkers: "allow" });
  const tab = await open.newPage();
  try {
    await tab.goto(`${origin}/other/`);
    await tab.evaluate(async () => {
      await navigator.serviceWorker.register("/other/sw.js");
      await navigator.serviceWorker.ready;
    });
    for (const [path, title] of [["/one/", "Site 1"], ["/one/two/", "Site 2"]]) {
      await tab.goto(origin + path);
      await expect(tab.locator("h1")).toHaveText(title);
      await ready(tab);
      await isReady(tab);
    }
    const sizes = await cacheSizes(tab);
    expect(Object.keys(sizes).sort()).toEqual(["breakglass:/one/:blobs", "breakglass:/one/:state", "breakglass:/one/two/:blobs", "breakglass:/one/two/:state", "theirs"]);
    expect(sizes.theirs).toBe(1);
    await new Promise((closed) => {
      proxy.close(closed);
      proxy.closeAllConnections();
    });
    for (const [path, title] of [["/one/", "Site 1"], ["/one/two/", "Site 2"], ["/one/r/alpha/", "Alpha"], ["/one/two/r/alpha/", "Alpha"]]) {
      await tab.goto(origin + path);
      await expect(tab.locator("h1")).toHaveText(title);
    }
    await expect(tab.locator("article")).toContainText("Version 2 of Alpha");
  } finally {
    await open.close();
    proxy.closeAllConnections();
    proxy.close();
    for (const host of hosts) await host.close();
  }
  void site;
});

test("a thousand runbooks: few requests, few bytes, readable meanwhile", async ({ page, site }) => {
  test.setTimeout(180_000);
  const words = (number) => Array.from({ length: 160 }, (_, at) => `word${(at * 7919 + number * 104729) % 5003}`).join(" ");
  const many = (version) => Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`many/runbook-${at}.md`, runbook(`Runbook ${at}`, at === 500 ? version : 1, words(at))]));
  const { brotliCompressSync, constants } = await import("node:zlib");
  const { readdirSync, readFileSync, statSync } = await import("node:fs");
  const { join } = await import("node:path");
  const one = shop.build(sources(1, many(1)));
  const two = shop.build(sources(1, many(2)));
  const files = (folder) => readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());
  const isCopy = (path) => /^(assets\/(pack|offline)|sw\.js|deploy|_headers|\.breakglass|\.nojekyll)/.test(path);
  const total = files(one).filter((path) => !isCopy(path)).reduce((sum, path) => sum + brotliCompressSync(readFileSync(join(one, path)), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length, 0);
  const all = files(one).reduce((sum, path) => sum + statSync(join(one, path)).size, 0);
  site.folder = one;
  await page.goto(`${site.url}r/many/runbook-7/`);
  await ready(page);
  const before = site.requests.length;
  await expect(page.locator("h1")).toHaveText("Runbook 7");
  await isReady(page, 120_000);
  const asked = new Set(site.requests.filter((path) => /^(assets\/|sw\.js)/.test(path)));
  const bytes = [...asked].reduce((sum, path) => sum + statSync(join(one, path)).size, 0);
  console.log(`1,000 runbooks: ${asked.size} files asked for (${before} before the copy), ${(bytes / 1000).toFixed(0)} kB uncompressed in transit, ${(total / 1000).toFixed(0)} kB the site file by file in Brotli, ${(all / 1e6).toFixed(1)} MB output`);
  expect(asked.size).toBeLessThanOrEqual(20);
  expect(bytes).toBeLessThanOrEqual(1.3 * total);

  site.folder = two;
  const mark = site.requests.length;
  await lookForUpdate(page);
  await hasUpdate(page, 120_000);
  const again = [...new Set(site.requests.slice(mark))].filter((path) => !/^(sw\.js|assets\/(offline|search))/.test(path));
  console.log(`after one edited runbook: ${again.join(", ")}`);
  expect(again.length).toBeLessThanOrEqual(3);
});
