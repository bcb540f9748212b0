// What a reader sees at a glance: nothing cut, nothing that jumps under the thumb, nothing told by a colour that is not there.

import { expect, frames, open, ready, test } from "./fixtures.mjs";
import { siteOf, start } from "./run.mjs";

const path = "r/pod-restart-loop/";
const box = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("the dock keeps its height when a step is ticked by its box", async ({ page, site }) => {
    await open(page, site, path);
    await start(page);
    const before = await box(page.locator(".bg-dock"));
    await page.getByRole("checkbox").first().tap();
    await expect(page.locator(".bg-dock").getByRole("button", { name: "Untick" })).toBeVisible();
    expect((await box(page.locator(".bg-dock"))).height).toBe(before.height);
  });

  test.describe("steps of many words", () => {
    const long = "A step whose words are so many that they take three lines and more on a phone held upright at night";
    const text = `# T\n\n## Resolution\n\n1. ${long}\n2. ${long}\n\n## Verification\n\n- [ ] ${long}\n\n## Prevention\n\n1. ${long}\n\n   More.\n`;

    test.use({
      site: async ({}, use) => {
        const own = await siteOf({ "t.md": text, "u.md": "# U\n" });
        await use(own);
        await own.close();
      },
    });

    test("every line of a step begins beside its box", async ({ page, site }) => {
      await open(page, site, "r/t/");
      await start(page);
      const lines = await page.locator("li[data-step]").evaluateAll((steps) => {
        const range = document.createRange();
        return steps.map((step) => {
          const walker = document.createTreeWalker(step, NodeFilter.SHOW_TEXT);
          while (!walker.nextNode().data.includes("A step")) continue;
          range.selectNodeContents(walker.currentNode);
          const lefts = [...range.getClientRects()].map(({ left }) => Math.round(left));
          const box = step.querySelector("input").getBoundingClientRect();
          return { lines: lefts.length, lefts: new Set(lefts).size, beside: Math.min(...lefts) >= box.right };
        });
      });
      expect(lines.length).toBeGreaterThanOrEqual(3);
      for (const step of lines) {
        expect(step.lines).toBeGreaterThan(2);
        expect(step).toMatchObject({ lefts: 1, beside: true });
      }
    });
  });

  test.describe("lists within steps", () => {
    const text = "# T\n\n## Resolution\n\n1. Outer\n   1. First\n   2. Second\n   3. Third\n2. Other\n\n## Verification\n\n- [ ] Check\n  - [ ] Its part\n    - [ ] And its own\n";

    test.use({
      site: async ({}, use) => {
        const own = await siteOf({ "t.md": text, "u.md": "# U\n" });
        await use(own);
        await own.close();
      },
    });

    test("items within a step begin below each other, and what was seen fits the narrowest screen", async ({ page, site }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, site, "r/t/");
      await start(page);
      const lefts = await page.locator("li[data-step] li:not([data-step])").evaluateAll((items) => {
        const range = document.createRange();
        return items.map((item) => {
          range.selectNodeContents(item.firstChild);
          return Math.round(range.getBoundingClientRect().left);
        });
      });
      expect(lefts.length).toBe(3);
      expect(new Set(lefts).size).toBe(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    });
  });

  test.describe("a table of steps", () => {
    const text = "# T\n\n## Resolution\n\n### By hand\n\n| # | Action | Expected result |\n|---|---|---|\n| 1 | Stop it, so that nobody writes any more | no writer |\n| 2 | Start it | writers |\n| 3 | Tell them | |\n| | | and nobody else |\n";

    test.use({
      site: async ({}, use) => {
        const own = await siteOf({ "t.md": text, "u.md": "# U\n" });
        await use(own);
        await own.close();
      },
    });

    test("a row is ticked in its own line, and one step at a time is one row", async ({ page, site }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, site, "r/t/");
      await expect(page.getByRole("checkbox")).toHaveCount(0);
      await start(page);
      await expect(page.getByRole("checkbox")).toHaveCount(3);
      const rows = page.locator("tbody tr");
      const first = rows.first().locator("td[data-step]");
      await page.getByRole("checkbox", { name: "Stop it, so that nobody writes any more", exact: true }).tap();
      await expect(first).toContainText("Done");
      const [tick, text] = await first.evaluate((cell) => {
        const range = document.createRange();
        range.selectNodeContents([...cell.childNodes].find((node) => node.nodeType === Node.TEXT_NODE));
        return [cell.querySelector("input").getBoundingClientRect(), ...range.getClientRects()].slice(0, 2).map((rect) => rect.toJSON());
      });
      expect(text.left).toBeGreaterThanOrEqual(tick.right);
      expect(text.top).toBeLessThan(tick.bottom);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      const room = await page.locator(".bg-scroll").evaluate((frame) => frame.clientWidth);
      expect(await rows.evaluateAll((rows) => rows.map((row) => row.clientWidth))).toEqual([room, room, room, room]);
      await page.getByRole("button", { name: "One step at a time" }).tap();
      await expect(rows.filter({ visible: true })).toHaveCount(1);
      await expect(page.getByRole("heading", { name: "By hand" })).toBeVisible();
      await expect(page.getByRole("navigation", { name: "Runbooks in this category" })).toBeHidden();
      // What must be seen stands below it, by name: nothing is to be scrolled.
      const expected = rows.filter({ visible: true }).locator("td").last();
      expect(await expected.evaluate((cell) => getComputedStyle(cell, "::before").content)).toContain("Expected result");
      expect(await page.locator(".bg-scroll").evaluate((frame) => frame.scrollWidth - frame.clientWidth)).toBe(0);
      await page.reload();
      await ready(page);
      await expect(page.getByRole("checkbox", { name: /^Stop it/, includeHidden: true })).toBeChecked();
    });

    test("its box stays in reach while a wide one scrolls, and paper has all of its columns", async ({ page, site }) => {
      const heads = ["Step", "Owner", "Action", "System", "Expected result", "If not", "Duration", "Comment"];
      const row = ["1", "DBA", "Stop the writers<br>and wait", "payments-postgresql-primary-0.payments", "no writer at all", "tell the lead", "2 min", "maintenance"];
      const table = [heads, heads.map(() => "---"), row].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
      site.rebuild({ "t.md": `# T\n\n## Resolution\n\n${table}` });
      await page.setViewportSize({ width: 800, height: 640 });
      await open(page, site, "r/t/");
      await start(page);
      const frame = page.locator(".bg-scroll");
      await frame.evaluate((frame) => (frame.scrollLeft = frame.scrollWidth));
      expect(await frame.evaluate((frame) => frame.scrollLeft)).toBeGreaterThan(50);
      const box = page.getByRole("checkbox", { name: "Stop the writers and wait", exact: true });
      expect((await box.boundingBox()).x).toBeGreaterThanOrEqual((await frame.boundingBox()).x);
      await box.click({ timeout: 2000 });
      await expect(box).toBeChecked();
      await page.setViewportSize({ width: 700, height: 1000 });
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await frame.evaluate((frame) => frame.querySelector("table").offsetWidth - frame.clientWidth)).toBeLessThanOrEqual(0);
    });
  });

  test("the ring of the search field's focus is whole", async ({ page, site }) => {
    await open(page, site);
    await page.locator("#bg-search-field").tap();
    await page.keyboard.type("pods");
    const panel = page.locator(".bg-search-panel");
    await expect(panel.getByRole("option").first()).toBeVisible();
    // 3 px wide, 2 px away.
    expect((await box(panel)).top - (await box(page.locator("#bg-search-field"))).bottom).toBeGreaterThanOrEqual(5);
  });

  test("a try-out begins at its top, and the focus is there", async ({ page, site }) => {
    await open(page, site, "write/");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel("Title", { exact: true }).fill("Queue stuck");
    await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Publish" }).click();
    await page.getByRole("button", { name: "Try it out as a drill" }).scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollTo(0, 200));
    await page.getByRole("button", { name: "Try it out as a drill" }).click();
    await expect(page.getByRole("button", { name: "Back to the draft" })).toBeFocused();
    await expect(page.getByRole("button", { name: "Back to the draft" })).toBeInViewport({ ratio: 1 });
  });
});

test("one step at a time has the heading that the step stands under, and paper has every step", async ({ page, site }) => {
  await open(page, site, path);
  await start(page);
  const heading = page.getByRole("heading", { name: "If caused by a new release" });
  const others = page.locator(".bg-body :is(h3, h4)");
  const step = page.locator("li[data-step]").filter({ hasText: "In the history of" });
  await step.getByRole("checkbox").focus();
  await step.getByRole("checkbox").click();
  await page.getByRole("button", { name: "One step at a time" }).click();
  await expect(step).toBeVisible();
  // Which branch holds is chosen among all of them; then only its heading is left.
  await expect(others.filter({ visible: true })).toHaveCount(await page.getByRole("button", { name: /^Choose this branch/ }).count());
  await page.getByRole("button", { name: "Choose this branch: If caused by a new release" }).click();
  await expect(step).toBeVisible();
  await expect(heading).toBeVisible();
  await expect(others.filter({ visible: true })).toHaveCount(1);
  await page.emulateMedia({ media: "print" });
  await expect(others.filter({ visible: true })).toHaveCount(await others.count());
  await expect(page.locator(".bg-rail")).toBeHidden();
  await expect(page.locator(".bg-current")).toHaveCSS("outline-style", "none");
});

test("every key of the list stands on one line", async ({ page, site }) => {
  await open(page, site, path);
  await start(page);
  await page.getByRole("button", { name: "Keys" }).click();
  const keys = page.locator(".bg-keys kbd");
  await expect(keys.first()).toBeVisible();
  expect(new Set(await keys.evaluateAll((all) => all.map((key) => key.getClientRects().length)))).toEqual(new Set([1]));
});

test("the wizard's headings stand apart, and a list's first field has no frame around its own", async ({ page, site }) => {
  await open(page, site, "write/");
  const below = async (locator) => (await box(locator)).top - (await box(page.locator("#bg-title"))).bottom;
  await expect(page.locator("#bg-w-heading")).toBeVisible();
  expect(await below(page.locator("#bg-w-heading"))).toBeGreaterThanOrEqual(16);
  await page.getByRole("button", { name: "Next" }).click();
  const steps = page.getByRole("navigation", { name: "Steps" });
  await expect(steps).toBeVisible();
  expect(await below(steps)).toBeGreaterThanOrEqual(16);
  await steps.getByRole("button", { name: "Symptoms" }).click();
  await expect(page.locator(".bg-w-part.bg-w-new")).toHaveCSS("border-top-width", "0px");
  await steps.getByRole("button", { name: "Diagnosis" }).click();
  await expect(page.locator(".bg-w-part.bg-w-new")).toHaveCSS("border-top-style", "dashed");
});

test.describe("with the offline copy, on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, serviceWorkers: "allow" });

  test("the home page's list stays where it is when the offline copy is told of", async ({ page, site }) => {
    await page.addInitScript(() => {
      addEventListener("DOMContentLoaded", () => (window.bgTestTop = document.querySelector(".bg-category").getBoundingClientRect().top));
    });
    await open(page, site);
    await expect(page.locator("#bg-offline")).not.toBeEmpty();
    expect((await box(page.locator(".bg-category").first())).top).toBe(await page.evaluate(() => window.bgTestTop));
  });
});

test.describe("in the system's own colours", () => {
  test.use({ forcedColors: "active", serviceWorkers: "allow" });

  test("the chosen result and a complete offline copy are told by a line and a full ring", async ({ page, site }) => {
    await open(page, site);
    const ring = page.locator(".bg-offline-badge");
    await expect(ring).toHaveAttribute("data-state", "ready");
    const fill = () => ring.evaluate((badge) => getComputedStyle(badge, "::before").backgroundColor);
    expect(await fill()).not.toMatch(/^rgba|transparent/);
    expect(await fill()).not.toBe(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await page.keyboard.press("/");
    await page.keyboard.type("pods keep restarting");
    const chosen = page.getByRole("option", { selected: true });
    await expect(chosen).toHaveCount(1);
    await expect(chosen).toHaveCSS("outline-style", "solid");
    await expect(page.getByRole("option", { selected: false }).first()).toHaveCSS("border-left-width", "0px");
  });
});

test("text that a reader has leapt to before all is set stays where it is", async ({ page, site }) => {
  let go;
  const held = new Promise((done) => (go = done));
  await page.route(/\/assets\/boot-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${site.url}r/high-cpu-usage/`, { waitUntil: "commit" });
  await expect(page.locator("#bg-main")).toBeVisible();
  // All of the page is there; its script is not.
  await page.waitForFunction(() => document.readyState === "interactive");
  await frames(page);
  await page.evaluate(() => scrollTo(0, 4000));
  await frames(page);
  const read = await page.evaluateHandle(() => {
    const all = [...document.querySelectorAll(".bg-body :is(p, li, figure)")];
    return all.find((element) => element.getBoundingClientRect().top > 100);
  });
  const top = () => read.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await top();
  expect(before).toBeLessThan(740);
  go();
  await ready(page);
  await frames(page);
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
});

test("a run's facts break between them, and a heading's box stands beside its first line", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, site, "r/high-cpu-usage/");
  await page.getByRole("button", { name: "Start run" }).click();
  const facts = page.locator(".bg-run-facts > span");
  await expect(facts.filter({ hasText: "started" })).toHaveCount(1);
  for (const fact of await facts.all()) expect(await fact.evaluate((e) => e.getClientRects()[0].height / Number.parseFloat(getComputedStyle(e).lineHeight))).toBeLessThan(1.5);
  await page.setViewportSize({ width: 1280, height: 740 });
  const apart = await page.locator(".bg-tick:has(+ h3[data-step])").first().evaluate((tick) => {
    const text = document.createRange();
    text.selectNodeContents(tick.nextElementSibling);
    const middle = ({ top, bottom }) => (top + bottom) / 2;
    return Math.abs(middle(tick.getBoundingClientRect()) - middle(text.getClientRects()[0]));
  });
  expect(apart).toBeLessThanOrEqual(4);
});

test("the wizard begins where the rest of the site does, and takes the window for a form", async ({ page, site }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, site, "write/");
  const left = (selector) => page.locator(selector).first().evaluate((e) => Math.round(e.getBoundingClientRect().left));
  await expect(page.locator(".bg-w-start")).toBeVisible();
  expect(Math.abs((await left("h1")) - (await left(".bg-brand")))).toBeLessThanOrEqual(2);
  await page.locator("#bg-w-next").click();
  await expect(page.locator(".bg-w")).toBeVisible();
  expect(await left(".bg-w")).toBeLessThan(60);
});
