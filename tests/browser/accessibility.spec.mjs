// axe finds nothing, on every kind of page, in both colour schemes, on a laptop and on a phone.

import { violations } from "./axe.mjs";
import { expect, open, test } from "./fixtures.mjs";
import { distinctPagesOf, sites } from "./sites.mjs";

const pages = { runbooks: ["", "r/high-cpu-usage/", "guide/"], fixture: ["r/markup/"] };

for (const [content, paths] of Object.entries(pages)) {
  for (const colorScheme of ["light", "dark"]) {
    test.describe(`${content}, ${colorScheme}`, () => {
      test.use({ content, colorScheme });

      for (const path of paths) {
        test(path || "home", async ({ page, site }) => {
          await open(page, site, path);
          expect(await violations(page)).toEqual([]);
          await page.setViewportSize({ width: 360, height: 640 });
          expect(await violations(page)).toEqual([]);
        });
      }
    });
  }
}

test("404", async ({ page, site, guard }) => {
  guard.allow(/status of 404/);
  await page.goto(`${site.url}r/high-cpu-usge/`);
  await expect(page.getByRole("link", { name: /High CPU Usage/ }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

// The pages of one site are alike, so they share a test; where the site lies has nothing to do with it.
for (const colorScheme of ["light", "dark"]) {
  test.describe(`every page, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("of the runbooks", async ({ page, site, base }) => {
      test.skip(base !== "/", "once is enough");
      test.setTimeout(240_000);
      const paths = distinctPagesOf(sites.runbooks);
      expect(paths.length).toBeGreaterThan(15);
      for (const path of paths) {
        await open(page, site, path);
        for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 640 }]) {
          await page.setViewportSize(viewport);
          expect(await violations(page), `${path} at ${viewport.width} px`).toEqual([]);
        }
      }
    });
  });
}
