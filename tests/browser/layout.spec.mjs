// Nothing moves when the app comes, and what matters most is there without scrolling.

import { expect, frames, open, test } from "./fixtures.mjs";
import { siteOf } from "./run.mjs";

const windows = { laptop: { width: 1280, height: 800 }, phone: { width: 360, height: 640 } };

for (const [name, viewport] of Object.entries(windows)) {
  test.describe(name, () => {
    test.use({ viewport });

    for (const path of ["r/high-cpu-usage/", "", "guide/"]) {
      test(`nothing shifts on ${path || "the home page"} when the app mounts late`, async ({ page, site }) => {
        await page.addInitScript(() => {
          window.bgTestShifts = [];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              const from = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? String(node));
              window.bgTestShifts.push({ value: entry.value, from });
            }
          }).observe({ type: "layout-shift", buffered: true });
        });
        // Late enough for the page to have been painted without it; its styles come before it.
        site.delay(/app_bg[^/]*\.wasm$/, 700);
        if (path.startsWith("r/")) site.delay(/app-[^/]*\.css$/, 500);
        await open(page, site, path);
        await page.waitForTimeout(500);
        await frames(page);
        expect(await page.evaluate(() => window.bgTestShifts)).toEqual([]);
      });

      test(`${path || "the home page"} is no wider than the window`, async ({ page, site }) => {
        await open(page, site, path);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(viewport.width);
      });
    }
  });
}

test.describe("a wide table on a phone", () => {
  const title = "KubeStatefulSetReplicasMismatchInProduction";
  const source = `---\ntitle: ${title}\nseverity: P1\nlast_updated: 2026-01-01\nreview_cycle: Monthly\n---\n\n## Symptoms\n\n- Slow\n`;
  let own;
  test.beforeAll(async () => {
    own = await siteOf({ "a.md": source });
  });
  test.afterAll(() => own?.close());
  test.use({ viewport: windows.phone, site: async ({}, use) => use(own) });

  // What is laid out by its own place, such as the word before a severity's badge, is in the frame, too.
  test("scrolls in its frame with all that stands in it", async ({ page, site }) => {
    await open(page, site, "review/");
    await expect(page.locator("#bg-review .bg-sev")).toHaveCount(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(windows.phone.width);
  });
});

test.describe("first screen of a phone", () => {
  test.use({ viewport: windows.phone });

  test("has the title, the severity, who is hit, and the ways to start and to escalate", async ({ page, site }) => {
    await open(page, site, "r/high-cpu-usage/");
    const whole = { ratio: 0.99 };
    await expect(page.locator("h1")).toBeInViewport(whole);
    await expect(page.locator(".bg-facts .bg-sev")).toBeInViewport(whole);
    await expect(page.locator(".bg-facts").getByText(/everyone who uses the hot service/)).toBeInViewport(whole);
    await expect(page.locator("#bg-actions").getByRole("button", { name: "Start run" })).toBeInViewport(whole);
    await expect(page.locator("#bg-actions").getByText("Escalate")).toBeInViewport(whole);
  });

  test("has a header of one line, whatever stands in it", async ({ page, site }) => {
    await open(page, site, "r/high-cpu-usage/");
    const header = await page.locator(".bg-top").boundingBox();
    expect(header.height).toBeLessThan(60);
    for (const name of ["Runs", "Guide", "Contacts"]) {
      await expect(page.locator(".bg-nav").getByRole("link", { name })).toBeInViewport({ ratio: 0.99 });
    }
  });

  test("has room for all of the header in letters of twice the size", async ({ page, site }) => {
    await open(page, site, "r/high-cpu-usage/");
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    for (const name of ["Runs", "Guide", "Contacts"]) {
      const { x, width } = await page.locator(".bg-nav").getByRole("link", { name }).boundingBox();
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(360);
    }
  });
});

for (const [name, viewport] of Object.entries(windows)) {
  test(`the list of sections follows the reader, ${name}`, async ({ page, site }) => {
    await page.setViewportSize(viewport);
    await open(page, site, "r/high-cpu-usage/");
    const here = page.locator(".bg-toc a[aria-current]");
    await expect(here).toHaveCount(0);
    for (const section of ["verification", "diagnosis"]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), section);
      await expect(here).toHaveCount(1);
      await expect(here).toHaveAttribute("href", `#${section}`);
      await expect(here).toBeInViewport({ ratio: 1 });
    }
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: windows.phone });

  test("telephone numbers are read in one piece", async ({ page, site }) => {
    await open(page, site, "r/security-incident/");
    const numbers = page.locator('#bg-main a[href^="tel:"]');
    expect(await numbers.count()).toBeGreaterThan(2);
    expect(await numbers.evaluateAll((all) => all.filter((one) => one.getClientRects().length !== 1).map((one) => one.textContent))).toEqual([]);
  });
});

test.describe("values and warnings", () => {
  const rest = "## Symptoms\n\n- Orders wait\n\n## Diagnosis\n\n### Step 1: Look\n\n```bash\nkubectl get pods -n ${NAMESPACE} ${POD} ${NODE} ${CLUSTER}\n```\n";
  const sources = {
    "alert.md": `# Alert\n\nWords.\n\n> [!WARNING]\n> Call the bank first.\n\n${rest}`,
    "before.md": `# Before\n\n## Before you start\n\n- Call the bank first.\n\n${rest}`,
    "plain.md": `# Plain\n\nWords.\n\n${rest}`,
  };
  let own;
  test.beforeAll(async () => {
    own = await siteOf(sources);
  });
  test.afterAll(() => own?.close());
  test.use({ viewport: windows.phone, site: async ({}, use) => use(own) });

  test("what warns of the first step is read before its values are asked for", async ({ page, site }) => {
    for (const id of ["alert", "before"]) {
      await open(page, site, `r/${id}/`);
      const warning = page.getByText("Call the bank first.");
      await expect(warning).toBeInViewport({ ratio: 0.99 });
      const values = page.getByRole("group", { name: "Variables" });
      await expect(values).toHaveCount(1);
      const top = async (locator) => (await locator.boundingBox()).y;
      expect(await top(values)).toBeGreaterThan(await top(warning));
      expect(await top(page.getByText("Orders wait"))).toBeGreaterThan(await top(values));
      // It works there as elsewhere.
      await values.getByLabel("NAMESPACE").fill("shop");
      await expect(page.locator("figure[data-command]")).toContainText("shop");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(windows.phone.width);
    }
    await open(page, site, "r/plain/");
    const box = async (locator) => (await locator.boundingBox()).y;
    expect(await box(page.getByRole("group", { name: "Variables" }))).toBeLessThan(await box(page.getByText("Words.")));
  });
});

test.describe("text below the first screen", () => {
  const path = "r/high-cpu-usage/";
  const set = (page) =>
    page.evaluate(() => [...document.querySelectorAll(".bg-body > section > :last-child")].map((e) => e.checkVisibility({ contentVisibilityAuto: true })));
  const all = (list) => list.length > 1 && list.every(Boolean);

  test("is set when the first screen has been seen", async ({ page, site }) => {
    await open(page, site, path);
    expect(all(await set(page))).toBe(true);
  });

  test("is not what the first screen waits for", async ({ page, site, guard }) => {
    guard.allow(/ERR_FAILED.*boot-/);
    await page.route(/\/assets\/boot-/, (route) => route.abort());
    await page.goto(site.url + path);
    await frames(page);
    const seen = await set(page);
    expect([seen[0], seen.at(-1)]).toEqual([true, false]);
    // On paper all of it stands.
    await page.emulateMedia({ media: "print" });
    expect(all(await set(page))).toBe(true);
    await page.emulateMedia({ media: null });
    await page.goto(`${site.url}${path}#verification`);
    await expect(page.locator("#verification")).toBeInViewport();
    expect(all(await set(page))).toBe(true);
  });

  test("stands where it stood before it was set", async ({ page, site, guard }) => {
    guard.allow(/ERR_FAILED.*boot-/);
    await page.route(/\/assets\/boot-/, (route) => route.abort());
    await page.goto(site.url + path);
    const places = () => page.locator(".bg-body > section > *").evaluateAll((list) => list.map((e) => e.getBoundingClientRect().top + scrollY));
    // Contained as a section is until it is set, but at its own size.
    await page.locator(".bg-body > section").evaluateAll((sections) => sections.forEach((section) => (section.style.contain = "layout style paint")));
    await page.evaluate(() => (document.documentElement.dataset.whole = ""));
    const contained = await places();
    await page.locator(".bg-body > section").evaluateAll((sections) => sections.forEach((section) => section.style.removeProperty("contain")));
    expect(await places()).toEqual(contained);
  });
});
