// The page is the product; the app is an addition. Whatever keeps the app from running, the page stays readable, says
// so, and its links work.

import { readdirSync, readFileSync } from "node:fs";
import { expect, isSeen, test } from "./fixtures.mjs";
import { sites } from "./sites.mjs";

// How long the page waits before it says that nothing starts; what it knows to have failed it says at once.
const PATIENCE = 8_000;
const PATH = "r/high-cpu-usage/";

/** The page can be read and its links followed, by page loads. */
async function readable(page, site) {
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await expect(page.getByText("CPU of a deployment is above 80%")).toBeVisible();
  await page.locator(".bg-body").getByRole("link", { name: "Slow Database Queries" }).first().click();
  await expect(page.locator("h1")).toHaveText("Slow Database Queries");
  await expect(page).toHaveURL(new RegExp(`^${site.url}r/slow-queries/`));
}

const noticeShows = (page, timeout) => expect.poll(() => isSeen(page.locator(".bg-noapp")), { timeout }).toBe(true);

test.describe("with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("every runbook can be read", async ({ page, site }) => {
    const { source } = sites.runbooks;
    const files = readdirSync(source).filter((file) => file.endsWith(".md") && file !== "README.md");
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const markdown = readFileSync(`${source}/${file}`, "utf8");
      await page.goto(`${site.url}r/${file.slice(0, -3)}/`);
      await expect(page.locator("h1")).toBeVisible();
      const shown = await page.locator(".bg-article").innerText();
      for (const heading of markdown.matchAll(/^## (.+)$/gm)) {
        await expect(page.getByRole("heading", { level: 2, name: heading[1].trim(), exact: true })).toBeVisible();
      }
      // The commands, to the letter: they are what an engineer came for.
      const code = await page.locator("figure.bg-code pre").allInnerTexts();
      for (const fence of markdown.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)) {
        expect(code.map((text) => text.trim())).toContain(fence[1].trim());
      }
      expect(shown.length).toBeGreaterThan(markdown.length / 2);
      for (const block of await page.locator("figure.bg-code pre").all()) expect(await isSeen(block)).toBe(true);
    }
  });

  test("the page says that the interactive part is missing, and links work", async ({ page, site }) => {
    await page.goto(site.url + PATH);
    await noticeShows(page, PATIENCE + 3_000);
    await readable(page, site);
    await page.goto(site.url);
    await page.getByRole("link", { name: /High CPU Usage/ }).first().click();
    await expect(page.locator("h1")).toHaveText("High CPU Usage");
  });
});

const faults = [
  ["the wasm missing", (site) => site.remove(/app_bg[^/]*\.wasm$/)],
  ["the wasm corrupt", (site) => site.corrupt(/app_bg[^/]*\.wasm$/)],
  ["the app's script missing", (site) => site.remove(/app(?!_bg)[^/]*\.js$/)],
  ["the app's script corrupt", (site) => site.corrupt(/app(?!_bg)[^/]*\.js$/)],
];

for (const [name, fault] of faults) {
  test(`with ${name}, the page says so at once and stays readable`, async ({ page, site, guard }) => {
    // The browser itself reports what it could not load or found changed; the page must add nothing to that.
    guard.allow(/console error: Failed to load resource|console error: Failed to find a valid digest|integrity/);
    fault(site);
    await page.goto(site.url + PATH);
    await expect(page.locator("html")).toHaveAttribute("data-app", "failed", { timeout: PATIENCE });
    await noticeShows(page, 1_000);
    await readable(page, site);
  });
}

// A module of one function, which traps: (module (func (export "f") unreachable)).
const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];

for (const later of ["an event", "a promise"]) {
  test(`when a module traps in ${later}, the page says so at once and stays readable`, async ({ page, site, guard }) => {
    guard.allow(/unreachable/);
    await page.goto(site.url + PATH);
    await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
    await page.evaluate(
      ([bytes, later]) => {
        const { f: trap } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes))).exports;
        if (later === "an event") setTimeout(trap);
        else Promise.resolve().then(trap);
      },
      [TRAP, later],
    );
    await expect(page.locator("html")).toHaveAttribute("data-app", "failed");
    await noticeShows(page, 1_000);
    await readable(page, site);
  });
}

test("with the boot script missing, the page says so after a while and stays readable", async ({ page, site, guard }) => {
  guard.allow(/console error: Failed to load resource/);
  site.remove(/boot[^/]*\.js$/);
  await page.goto(site.url + PATH);
  expect(await isSeen(page.locator(".bg-noapp"))).toBe(false);
  await noticeShows(page, PATIENCE + 3_000);
  await readable(page, site);
});

test("with the wasm on a very slow line, the page says so after a while, and takes it back when the app comes", async ({ page, site }) => {
  site.delay(/app_bg[^/]*\.wasm$/, PATIENCE + 4_000);
  await page.goto(site.url + PATH, { waitUntil: "domcontentloaded" });
  await noticeShows(page, PATIENCE + 3_000);
  await expect(page.locator("html")).toHaveAttribute("data-app", "ready", { timeout: 10_000 });
  await expect.poll(() => isSeen(page.locator(".bg-noapp"))).toBe(false);
});

test("with the stylesheet missing, the page can still be read", async ({ page, site, guard }) => {
  guard.allow(/console error: Failed to load resource/);
  site.remove(/\.css$/);
  await page.goto(site.url + PATH);
  await readable(page, site);
});
