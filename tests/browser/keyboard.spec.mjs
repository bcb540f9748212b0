// Everything can be reached and done by keyboard, in the order in which it is read.

import { expect, isSeen, open, test } from "./fixtures.mjs";

/** Presses Tab until the page's end; what had the focus, in order. */
async function walk(page) {
  const seen = [];
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      // Links that fill their row draw the ring around the row, by a pseudo-element.
      const rings = [getComputedStyle(element), getComputedStyle(element, "::after")];
      const { width, height } = element.getBoundingClientRect();
      element.dataset.testStep ??= String((window.bgTestSteps = (window.bgTestSteps ?? 0) + 1));
      return {
        step: Number(element.dataset.testStep),
        name: (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40),
        ring: rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2),
        size: width > 0 && height > 0,
      };
    });
    if (now === null || (seen.length > 0 && now.step <= seen.at(-1).step)) break;
    seen.push(now);
  }
  return seen;
}

for (const path of ["", "r/high-cpu-usage/"]) {
  test(`a walk through ${path || "home"} meets everything once, visibly`, async ({ page, site }) => {
    await open(page, site, path);
    const seen = await walk(page);
    expect(seen[0].name).toBe("Skip to content");
    expect(seen.filter(({ ring, size }) => !ring || !size)).toEqual([]);
    const wanted = await page.evaluate(() => {
      const tabbable = [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")];
      return tabbable.filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true })).length;
    });
    expect(seen.length).toBe(wanted);
  });
}

test("a runbook is opened, its command copied and its escalation reached without a mouse", async ({ page, site, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, site);
  await page.getByRole("link", { name: "High CPU Usage" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toBeFocused();
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await page.getByRole("button", { name: "Copy" }).first().focus();
  await page.keyboard.press("Enter");
  // Its values are not known, and that is said first.
  await page.getByRole("button", { name: "Copy with placeholders" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("kubectl");
  await page.getByRole("button", { name: "Escalate" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Whom to call" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Escalate" })).toBeFocused();
});

test("the keys are told before a run, too, and as a field's letter where one is typed", async ({ page, site }) => {
  await open(page, site, "r/high-cpu-usage/");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("The last three work on every page, the others in a run.");
  await expect(keys.locator("dt")).toContainText(["j / k", "/", "?", "Esc"]);
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  // By the runner's own listener now.
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("x");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await open(page, site, "r/high-memory-usage/");
  await page.getByRole("combobox", { name: "Search runbooks" }).pressSequentially("a?");
  await expect(page.getByRole("combobox", { name: "Search runbooks" })).toHaveValue("a?");
  await expect(keys).toBeHidden();
});

test("a dialog that is longer than the window is read from its beginning", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 400 });
  await open(page, site, "r/high-cpu-usage/");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys.getByRole("heading", { name: "Keys" })).toBeInViewport();
  await expect(keys.getByRole("button", { name: "Close" })).toBeFocused();
  await expect(keys.getByRole("button", { name: "Close" })).not.toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(keys).toBeHidden();
});

test.describe("reduced motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("nothing moves", async ({ page, site }) => {
    await open(page, site, "r/high-cpu-usage/");
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .flatMap((element) => {
          const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
          const slow = [transitionDuration, animationDuration].some((times) => times.split(",").some((time) => parseFloat(time) > 0.01));
          return slow || scrollBehavior === "smooth" ? [element.outerHTML.slice(0, 80)] : [];
        }),
    );
    expect(moving).toEqual([]);
  });
});
