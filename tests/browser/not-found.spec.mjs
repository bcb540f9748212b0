// 404.html: it may be shown at any depth, and finds its way home from there.

import { expect, isAt, ready, test } from "./fixtures.mjs";

test.beforeEach(({ guard }) => {
  // The browser reports the page itself, and the probing for the site's root, as failed loads.
  guard.allow(/console error: Failed to load resource: the server responded with a status of 404/);
});

for (const path of ["r/high-cpu-usge/", "high-cpu", "runbooks/cpu/HighCPUUsage.html", "r/high-cpu-usage/x/y/z?q=1#part"]) {
  test(`${path}: finds the root and offers likely runbooks`, async ({ page, site }) => {
    const response = await page.goto(site.url + path);
    expect(response.status()).toBe(404);
    await expect(page.locator("h1")).toBeVisible();

    const likely = page.getByRole("link", { name: /High CPU Usage/ });
    await expect(likely.first()).toBeVisible();
    // "Likely" means a choice, the best of them first: not the whole list.
    const offered = page.locator('a[href*="r/"][href$="index.html"], a[href*="/r/"]');
    await expect(offered.first()).toHaveText(/High CPU Usage/);
    expect(await offered.count()).toBeLessThan(10);

    const home = page.locator("a").filter({ hasText: /runbooks|home|start/i }).first();
    await expect.poll(() => home.evaluate((link) => link.href)).toMatch(new RegExp(`^${site.url}(index\\.html)?$`));

    await likely.first().click();
    await isAt(page, site, "r/high-cpu-usage/", "High CPU Usage");
    await ready(page);
  });
}

test("a name like nothing else still leads home", async ({ page, site }) => {
  await page.goto(`${site.url}zzzz/qqqq`);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator(`a[href="${site.url}"], a[href="${site.url}index.html"], a[href="${site.base}"], a[href="${site.base}index.html"]`).first()).toBeVisible();
});

test("a run whose runbook is gone leads to its record", async ({ page, site }) => {
  // As a host and as the offline copy lead there.
  for (const path of ["r/gone/?run=abc", `404.html?path=${encodeURIComponent(`${site.base}r/gone/?run=abc`)}`]) {
    await page.goto(site.url + path);
    await page.getByRole("link", { name: "its record" }).click();
    await expect(page).toHaveURL(`${site.url}runs/?run=abc`);
  }
  await page.goto(`${site.url}r/gone/`);
  await expect(page.getByRole("link", { name: "All runbooks" })).toBeVisible();
  await expect(page.getByRole("link", { name: "its record" })).toBeHidden();
});

test.describe("with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("it says what happened", async ({ page, site }) => {
    await page.goto(`${site.url}no/such/page`);
    await expect(page.locator("h1")).toBeVisible();
    await expect(page.locator("body")).toContainText(/not found|no page|does not exist|not here/i);
  });
});
