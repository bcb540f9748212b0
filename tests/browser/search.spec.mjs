// Search as a reader uses it: typed, by keyboard, with filters, and what is marked on the page that opens.

import { violations } from "./axe.mjs";
import { expect, open, test } from "./fixtures.mjs";

const field = (page) => page.getByRole("combobox", { name: "Search runbooks" });
const options = (page) => page.getByRole("option");
const marked = (page) =>
  page.evaluate(() => [...(CSS.highlights.get("bg-found") ?? [])].map((range) => range.toString()));

test("typing finds, Enter opens the first, and the page marks what was searched for", async ({ page, site }) => {
  await open(page, site);
  await field(page).click();
  await page.keyboard.type("pods restrat");
  await expect(options(page).first()).toContainText("Pod Restart Loop");
  await expect(options(page).first()).toContainText("P0");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await expect(options(page).first().locator("mark").first()).toBeVisible();
  await expect(field(page)).toHaveAttribute("aria-expanded", "true");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", await options(page).first().getAttribute("id"));
  await expect(page.getByRole("button", { name: "pods restart", exact: true })).toBeVisible();
  await expect(page).toHaveURL(`${site.url}?q=pods%20restrat`);
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("Pod Restart Loop");
  await expect(page.getByRole("listbox")).toBeHidden();
  const words = await marked(page);
  expect(words.length).toBeGreaterThan(3);
  expect(words.every((word) => /pod|restart/i.test(word))).toBe(true);
  // Marks are no elements: the article is what the generator wrote.
  expect(await page.locator(".bg-body mark").count()).toBe(0);
  // Back at home, the query is there again.
  await page.goBack();
  await expect(page.locator("h1")).not.toHaveText("Pod Restart Loop");
  await expect(field(page)).toHaveValue("pods restrat");
  await expect.poll(() => marked(page)).toEqual([]);
});

test("an alert pasted with its labels leads to its runbook", async ({ page, site }) => {
  await open(page, site, "r/slow-queries/");
  await field(page).fill('[FIRING:1] HighMemoryUsage {namespace="prod", pod="checkout-6c9f7d5b8d-4k2mz"} 2026-11-24T03:12:09Z');
  await expect(options(page).first()).toContainText("High Memory Usage");
});

test("keys move through the results, close and come back", async ({ page, site }) => {
  await open(page, site, "r/slow-queries/");
  await page.keyboard.press("/");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type("database");
  await expect(options(page).nth(1)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(options(page).last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(field(page)).toHaveValue("database");
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(field(page)).not.toBeFocused();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page)).toBeFocused();
});

test("a section that is found is what opens, with its first mark in view", async ({ page, site }) => {
  await page.setViewportSize({ width: 800, height: 500 });
  await open(page, site);
  await field(page).fill("query_wait_timeout");
  await expect(options(page).first()).toContainText("Database Connection Issues");
  await options(page).first().click();
  await expect(page.locator("h1")).toHaveText("Database Connection Issues");
  await expect(page).toHaveURL(/\?q=query_wait_timeout#/);
  const seen = await page.evaluate(() => {
    const rects = [...CSS.highlights.get("bg-found")].map((range) => range.getBoundingClientRect());
    return rects.some(({ top, bottom }) => top >= 0 && bottom <= innerHeight);
  });
  expect(seen).toBe(true);
});

test("filters are typed and pressed", async ({ page, site }) => {
  await open(page, site);
  await field(page).fill("severity:P0 database");
  await expect(options(page).first()).toBeVisible();
  for (const text of await options(page).allTextContents()) expect(text).toContain("P0");
  const chip = page.getByRole("button", { name: "severity P0" });
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await chip.click();
  await expect(field(page)).toHaveValue("database");
  await page.getByRole("button", { name: "kind procedure" }).click();
  await expect(field(page)).toHaveValue("kind:procedure database");
  const others = async () => (await options(page).allTextContents()).filter((text) => !text.includes("Procedure"));
  await expect.poll(others).toEqual([]);
  expect(await options(page).count()).toBeGreaterThan(0);
  await expect(field(page)).toBeFocused();
});

test("nothing found says what to try", async ({ page, site }) => {
  await open(page, site);
  await field(page).fill("zzzzzz qqqqqq");
  await expect(page.getByText("No runbook resembles that.", { exact: true }).first()).toBeVisible();
  await expect(options(page)).toHaveCount(0);
});

test("results that have only a small part of the query are said to be the nearest", async ({ page, site }) => {
  await open(page, site);
  const nearest = page.getByText("No runbook matches all of this; nearest:", { exact: true });
  await field(page).fill("wireless printer toner jam");
  await expect(options(page).first()).toBeVisible();
  await expect(nearest).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "No runbook matches all of this." })).toHaveCount(1);
  for (const query of ["pods restrat", "database", "redis is full"]) {
    await field(page).fill(query);
    await expect(options(page).first()).toBeVisible();
    await expect(nearest).toHaveCount(0);
  }
});

test("what is found is told, too, where the index comes later than that is told", async ({ page, site }) => {
  site.delay(/assets\/search-[^/]*\.bin$/, 2_000);
  await open(page, site);
  await field(page).fill("wireless printer toner jam");
  await expect(page.getByRole("status").filter({ hasText: "No runbook matches all of this." })).toHaveCount(1);
});

test("each query can be measured by itself", async ({ page, site }) => {
  await open(page, site);
  await page.evaluate(() => {
    window.asked = [];
    let began;
    document.addEventListener("bg-ask", () => (began = performance.now()));
    document.addEventListener("bg-answer", () => window.asked.push(performance.now() - began));
  });
  await field(page).click();
  await page.keyboard.type("redis is full", { delay: 20 });
  await expect(options(page).first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.asked.length)).toBeGreaterThan(3);
  const asked = (await page.evaluate(() => window.asked)).toSorted((a, b) => a - b);
  console.log(`query in Chromium, ${asked.length} asked while typing: median ${asked[asked.length >> 1].toFixed(1)} ms, longest ${asked.at(-1).toFixed(1)} ms`);
});

test("searches that led somewhere are offered again, and forgotten when asked", async ({ page, site }) => {
  await open(page, site);
  await field(page).fill("redis is full");
  await expect(options(page).first()).toContainText("Cache Issues");
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("Cache Issues");
  await page.keyboard.press("/");
  await field(page).fill("");
  await page.getByRole("button", { name: "redis is full" }).click();
  await expect(options(page).first()).toContainText("Cache Issues");
  await field(page).fill("");
  await page.getByRole("button", { name: "Clear recent searches" }).click();
  await expect(page.getByRole("button", { name: "redis is full" })).toHaveCount(0);
});

test("a link with a query searches", async ({ page, site }) => {
  await open(page, site, "?q=replication%20lag");
  await expect(options(page).first()).toContainText("Replication Lag");
});

test("the field answers before the app is there", async ({ page, site }) => {
  let held = [];
  await page.route("**/assets/app_bg-*.wasm", (route) => void held.push(route));
  await page.goto(site.url, { waitUntil: "domcontentloaded" });
  await field(page).fill("cache");
  await expect(options(page).first()).toContainText("Cache Issues");
  await expect(page.locator("html")).toHaveAttribute("data-app", "loading");
  for (const route of held) await route.continue();
  // The app takes over what is typed, and what is shown is its own.
  await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
  await expect(options(page).first().locator(".bg-search-place")).toBeVisible();
  await expect(page.getByRole("listbox")).toHaveCount(1);
  await expect(field(page)).toHaveValue("cache");
});

test("once loaded, search needs no network", async ({ page, site, context, guard }) => {
  // Browsers ask for the icon again when the address changes.
  guard.allow(/icons\/icon\.svg/);
  await open(page, site);
  await field(page).fill("redis");
  await expect(options(page).first()).toContainText("Cache Issues");
  await context.route("**", (route) => route.abort());
  await field(page).fill("replication lag");
  await expect(options(page).first()).toContainText("Replication Lag");
  await expect(options(page).first().locator("mark").first()).toBeVisible();
});

test.describe("an index that cannot be used", () => {
  test.use({ serviceWorkers: "block" });

  test("damaged bytes are reported, and loaded again when asked", async ({ page, site }) => {
    let damaged = true;
    await page.route("**/assets/search-*.bin", async (route) => {
      if (!damaged) return route.continue();
      const response = await route.fetch();
      const body = await response.body();
      body[body.length >> 1] ^= 0xff;
      return route.fulfill({ response, body });
    });
    await open(page, site);
    await field(page).fill("redis");
    await expect(page.getByText("The search index is missing or damaged on the host: the site has to be published again.")).toBeVisible();
    damaged = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(options(page).first()).toContainText("Cache Issues");
    await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
  });

  test("a host that is down is reported", async ({ page, site, guard }) => {
    guard.allow(/Failed to load resource/);
    await open(page, site);
    await page.route("**/runbooks.json", (route) => route.abort());
    await field(page).fill("redis");
    await expect(page.getByText(/The search index could not be loaded/)).toBeVisible();
  });
});

for (const colorScheme of ["light", "dark"]) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("axe finds nothing with results open", async ({ page, site }) => {
      await open(page, site);
      for (const size of [{ width: 1280, height: 800 }, { width: 360, height: 640 }]) {
        await page.setViewportSize(size);
        await field(page).fill("pods restrat");
        await expect(options(page).first()).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await field(page).fill("zzzzzz qqqqqq");
        expect(await violations(page)).toEqual([]);
      }
    });
  });
}

test("on a phone the results own the screen, and nothing sticks out", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  for (const path of ["", "r/slow-queries/"]) {
    await open(page, site, path);
    await field(page).click();
    await field(page).fill("database");
    await expect(options(page).first()).toBeInViewport();
    const panel = await page.locator("#bg-search").boundingBox();
    expect(panel).toMatchObject({ x: 0, y: 0, width: 360, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.getByRole("button", { name: "Close search" }).click();
    await expect(page.locator("h1")).toBeVisible();
  }
});
