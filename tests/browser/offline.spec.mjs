// The offline copy: after one visit the whole site works with the host gone, and a newer version replaces it whole.

import { expect, open, ready, test } from "./fixtures.mjs";
import { cacheSizes, hasNoUpdate, hasUpdate, install, isReady, lookForUpdate, sources, Workshop } from "./offline.mjs";
import { pagesOf } from "./sites.mjs";

test.use({ serviceWorkers: "allow" });

// Hosts that are down leave traces in the console; that is not what these tests are about.
test.beforeEach(({ guard }) => guard.allow(/console error: (Failed to load resource|.*(503|ERR_))/));

test("after one visit every page works with the host gone: reloaded, unseen, with a query, with and without its slash", async ({ page, site }) => {
  test.slow(); // Every page of the site, one after another.
  await install(page, site, "r/high-cpu-usage/");
  await site.stop();
  await page.reload();
  await ready(page);
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  for (const path of pagesOf(site)) {
    const response = await page.goto(site.url + path);
    expect(response.status(), path).toBe(200);
    await expect(page.locator("main h1").first()).toBeVisible();
    await ready(page);
  }
  await page.goto(`${site.url}r/slow-queries/?env=prod#diagnosis`);
  await expect(page).toHaveURL(`${site.url}r/slow-queries/?env=prod#diagnosis`);
  await expect(page.locator("h1")).toHaveText(/Slow/);
  await page.goto(`${site.url}r/slow-queries`);
  await expect(page).toHaveURL(`${site.url}r/slow-queries/`);
  await page.goto(`${site.url}r/slow-queries/index.html`);
  await ready(page);
  await expect(page.locator("h1")).toHaveText(/Slow/);
  const source = await page.evaluate(async () => (await fetch("source.md")).text());
  expect(source).toContain("# ");
});

test("an unknown address leads to the page that helps, with the host gone too", async ({ page, site }) => {
  await install(page, site);
  await site.stop();
  await page.goto(`${site.url}r/high-cpu-usge/`);
  await expect(page).toHaveURL(/404\.html\?path=/);
  await expect(page.getByRole("link", { name: /High CPU Usage/ })).toBeVisible();
});

test("home says how the copy stands, and every page has it in short", async ({ page, site }) => {
  await install(page, site);
  await expect(page.locator("#bg-offline")).toHaveText(/^Offline copy complete: 15 runbooks, of \d{4}-\d\d-\d\d \d\d:\d\d.* UTC \(.*(old|now)\)\.$/);
  await expect(page.locator(".bg-offline-badge")).toHaveText("Works offline");
  await page.getByRole("link", { name: /High CPU Usage/ }).first().click();
  await expect(page.locator(".bg-offline-badge")).toHaveText("Works offline");
  await page.locator(".bg-brand").click();
  await expect(page.locator("#bg-offline")).toHaveText(/complete/);
});

test("a host that takes requests and never answers does not keep a page from saying that the copy is there", async ({ page, site }) => {
  await install(page, site);
  site.break("hang");
  // The first page has the browser ask the host for the worker; the second waits behind that.
  for (const path of ["", "r/high-cpu-usage/", "r/slow-queries/"]) {
    await open(page, site, path);
    await isReady(page, 5_000);
  }
});

test("where the browser has no service workers, the page says so", async ({ page, site }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined }));
  await open(page, site);
  await expect(page.locator("html")).toHaveAttribute("data-offline", "unsupported");
  await expect(page.locator("#bg-offline")).toHaveText(/No offline copy here/);
  await expect(page.locator(".bg-offline-badge")).toHaveText("Online only");
});

test("damaged and missing entries are mended, when the page is read and in advance", async ({ page, site }) => {
  await install(page, site);
  const spoil = () =>
    page.evaluate(async () => {
      const name = (await caches.keys()).find((name) => name.endsWith(":blobs"));
      const cache = await caches.open(name);
      const keys = await cache.keys();
      await Promise.all(keys.map((key, at) => (at % 2 ? cache.delete(key) : cache.put(key, new Response("spoilt")))));
      return keys.length;
    });
  const count = await spoil();
  await page.goto(`${site.url}r/slow-queries/`);
  await ready(page);
  await expect(page.locator("h1")).toHaveText(/Slow/);
  await isReady(page);
  await expect.poll(async () => Object.values(await cacheSizes(page)).some((size) => size === count), { timeout: 20_000 }).toBe(true);
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const cache = await caches.open((await caches.keys()).find((name) => name.endsWith(":blobs")));
          for (const key of await cache.keys()) if ((await (await cache.match(key)).text()) === "spoilt") return false;
          return true;
        }),
      { timeout: 20_000 },
    )
    .toBe(true);
  await site.stop();
  await page.goto(`${site.url}r/failed-deployment/`);
  await ready(page);
  await expect(page.locator("h1")).toHaveText(/Failed Deployment/);
});

test.describe("versions", () => {
  const shop = new Workshop();
  test.afterAll(() => shop.remove());

  test("a newer version is announced and comes with the next page, whole", async ({ page, site }) => {
    site.folder = shop.build(sources(1));
    await install(page, site);
    await expect(page.locator("h1")).toHaveText("Site 1");
    await page.getByRole("link", { name: "Alpha" }).click();
    await expect(page.locator("article")).toContainText("Version 1 of Alpha");

    site.folder = shop.build(sources(2));
    await lookForUpdate(page);
    await hasUpdate(page);
    await expect(page.getByRole("status").filter({ hasText: "newer version" })).toBeVisible();
    await expect(page.locator("article")).toContainText("Version 1 of Alpha");

    await page.locator(".bg-brand").click();
    await expect(page.locator("h1")).toHaveText("Site 2");
    await ready(page);
    await hasNoUpdate(page);
    await site.stop();
    for (const path of ["", "r/alpha/", "r/beta/", "r/net/gamma/"]) {
      await page.goto(site.url + path);
      await expect(page.locator("main")).toContainText(/[Vv]ersion 2|Site 2/);
      await expect(page.locator("main")).not.toContainText(/[Vv]ersion 1/);
    }
    // Of the old version nothing is kept.
    await expect
      .poll(
        async () => {
          await page.reload();
          return page.evaluate(async () => {
            const state = await caches.open((await caches.keys()).find((name) => name.endsWith(":state")));
            return (await state.keys()).filter(({ url }) => url.includes("/version/")).length;
          });
        },
        { timeout: 20_000, intervals: [1000] },
      )
      .toBe(1);
  });

  test("the reader changes over at once by a button", async ({ page, site }) => {
    site.folder = shop.build(sources(1));
    await install(page, site, "r/alpha/");
    site.folder = shop.build(sources(2));
    await lookForUpdate(page);
    await hasUpdate(page);
    await page.getByRole("button", { name: "Use it now" }).click();
    await expect(page.locator("article")).toContainText("Version 2 of Alpha");
    await ready(page);
    await hasNoUpdate(page);
  });

  test("an old tab beside a new one keeps its version, parts that it has not seen yet included", async ({ page, site, context }) => {
    site.folder = shop.build(sources(1));
    await install(page, site, "r/alpha/");
    shop.releaseApp();
    site.folder = shop.build(sources(2));
    shop.app = undefined;
    await lookForUpdate(page);
    await hasUpdate(page);
    const other = await context.newPage();
    await other.goto(`${site.url}r/beta/`);
    await expect(other.locator("article")).toContainText("Version 2 of Beta");
    await ready(other);
    await site.stop();
    // What the old tab asks for is all of the old version.
    const got = await page.evaluate(async (root) => {
      const texts = {};
      for (const path of ["r/beta/index.html", "runbooks.json"]) texts[path] = await (await fetch(root + path)).text();
      const script = document.querySelector('script[type="module"]').src;
      return { ...texts, boot: (await fetch(script)).ok };
    }, site.url);
    expect(got["r/beta/index.html"]).toContain("Version 1 of Beta");
    expect(got["runbooks.json"]).toContain("Site 1");
    expect(got.boot).toBe(true);
    await hasUpdate(page);
    await page.getByRole("link", { name: "Runbooks" }).first().click();
    await expect(page.locator("h1")).toHaveText("Site 2");
    await ready(page);
  });
});
