// A site in a language that is written from right to left.

import { violations } from "./axe.mjs";
import { expect, open, test } from "./fixtures.mjs";
import { siteOf } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

const RUNBOOK = `# ارتفاع استهلاك المعالج

## Impact

- **Severity**: P1
- **Affected users**: جميع المستخدمين

## Diagnosis

1. افحص الحاويات في مساحة الأسماء

   \`\`\`bash
   kubectl get pods -n \${NAMESPACE} --sort-by=.status.startTime -o wide | grep -v Running
   \`\`\`

2. راجع السجلات

- نقطة أولى
- نقطة ثانية

## Verification

- [ ] الخدمة تعمل

## Escalation

- فريق المنصة: +49 30 5550 0123
`;

const within = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test.describe("says so", () => {
  test.use({
    site: async ({ base }, use) => {
      const made = await siteOf({ "cpu.md": RUNBOOK, "breakglass.toml": '[site]\nlanguage = "ar"\n' }, base);
      await use(made);
      await made.close();
    },
  });

  for (const viewport of [{ width: 360, height: 640 }, { width: 1280, height: 800 }]) {
    test(`and what belongs to a line begins on the right: ${viewport.width}`, async ({ page, site }) => {
      await page.setViewportSize(viewport);
      await open(page, site, "");
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      expect(await within(page)).toBe(true);
      await open(page, site, "r/cpu/");
      expect(await within(page)).toBe(true);
      // Numbers and bullets stand in the list's padding, on the side where its lines begin.
      const lists = await page.locator(".bg-body :is(ol, ul)").evaluateAll((lists) =>
        lists.map((list) => [list, ...list.children].every((part) => getComputedStyle(part).direction === "rtl") && parseFloat(getComputedStyle(list).paddingLeft) === 0),
      );
      expect(lists.length).toBeGreaterThan(2);
      expect(lists.every(Boolean)).toBe(true);
      // What is in another language stands beside its mark, too.
      const english = page.locator(".bg-body li").filter({ hasText: "Severity" }).first();
      const gap = await english.evaluate((item) => {
        const range = document.createRange();
        range.selectNodeContents(item);
        return item.getBoundingClientRect().right - range.getBoundingClientRect().right;
      });
      expect(Math.abs(gap)).toBeLessThan(2);
      const code = page.locator("pre").first();
      expect(await code.evaluate((code) => [getComputedStyle(code).direction, code.scrollLeft])).toEqual(["ltr", 0]);
      await page.getByRole("button", { name: "Start run" }).first().click();
      const box = page.getByRole("checkbox").first();
      await expect(box).toBeVisible();
      const [tick, label] = [await box.boundingBox(), await page.locator("li[data-step]").first().boundingBox()];
      expect(tick.x + tick.width / 2).toBeGreaterThan(label.x + label.width / 2);
      expect(await within(page)).toBe(true);
      expect(await violations(page)).toEqual([]);
    });
  }

  test("without the app, and where nothing is found, too", async ({ page, site, guard }) => {
    guard.allow(/status of 404/);
    await page.goto(`${site.url}nothing/`);
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  });
});

test.describe("in another language", () => {
  test.use({
    site: async ({ base }, use) => {
      const made = await siteOf({ "cpu.md": RUNBOOK.replace("2. راجع", "2. Read the logs\n\n   راجع") }, base);
      await use(made);
      await made.close();
    },
  });

  test("paragraphs run as their first letter does", async ({ page, site }) => {
    await open(page, site, "r/cpu/");
    await expect(page.locator("html")).not.toHaveAttribute("dir");
    const paragraph = page.getByText("راجع السجلات");
    const ends = await paragraph.evaluate((paragraph) => {
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const [text, box] = [range.getBoundingClientRect(), paragraph.getBoundingClientRect()];
      return [Math.abs(box.right - text.right), Math.abs(box.left - text.left)];
    });
    expect(ends[0]).toBeLessThan(2);
    expect(ends[1]).toBeGreaterThan(20);
  });
});
