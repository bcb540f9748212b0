// What every test starts from: a served site, and a guard that fails the test for whatever no page may do.

import { test as base, expect } from "@playwright/test";
import { serve } from "./server.mjs";
import { sites } from "./sites.mjs";

export { expect };

export const test = base.extend({
  /** Where the site lies below its origin; set by the project. */
  base: ["/", { option: true }],
  /** Which site is served: a key of `sites`. */
  content: ["runbooks", { option: true }],

  site: async ({ base, content }, use) => {
    const site = await serve(sites[content].folder, base);
    await use(site);
    await site.close();
  },

  /**
   * Fails the test for console errors, uncaught exceptions, violations of the Content-Security-Policy, and requests
   * that leave the site's folder. `guard.allow(pattern)` lets console errors pass that the test itself causes.
   */
  guard: [
    async ({ context, site }, use) => {
      const allowed = [];
      const complaints = [];
      await context.exposeBinding("bgTestViolation", (_source, text) => complaints.push(`CSP violation: ${text}`));
      await context.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => {
          window.bgTestViolation(`${event.violatedDirective} blocked ${event.blockedURI} (${event.sample}) on ${event.documentURI}`);
        });
      });
      context.on("console", (message) => {
        if (message.type() !== "error") return;
        complaints.push(`console error: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error()}`));
      context.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(site.url) && !/^(data|blob|about):/.test(url)) complaints.push(`request outside the site: ${url}`);
      });
      await use({ allow: (pattern) => allowed.push(pattern) });
      const failures = complaints.filter((complaint) => !allowed.some((pattern) => pattern.test(complaint)));
      expect(failures, "what the pages complained of").toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the page at `path` below the site's root and waits until the app runs. */
export async function open(page, site, path = "") {
  await page.goto(site.url + path);
  await ready(page);
}

export async function ready(page) {
  await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
}

/** Leaves a mark that no page load survives. */
export const mark = (page) => page.evaluate(() => void (window.bgTestMark = true));
export const marked = (page) => page.evaluate(() => window.bgTestMark === true);

/** The page is at `path` below the root (with query and fragment), and shows the heading. */
export async function isAt(page, site, path, heading) {
  await expect(page).toHaveURL(site.url + path);
  await expect(page.locator("h1")).toHaveText(heading);
}

export const scrollY = (page) => page.evaluate(() => Math.round(scrollY));

/** Waits until the page has not scrolled for a while, and returns where it is. */
export function settledScroll(page) {
  return page.evaluate(async () => {
    let last = NaN;
    for (let still = 0; still < 10; still += 1) {
      await new Promise((frame) => requestAnimationFrame(frame));
      if (scrollY !== last) still = 0;
      last = scrollY;
    }
    return Math.round(last);
  });
}

/** Whether an element can really be seen: Playwright's own check ignores opacity. */
export function isSeen(locator) {
  return locator.evaluate((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }));
}

/** Where the top of an element is in the window. */
export const topOf = (locator) => locator.evaluate((element) => Math.round(element.getBoundingClientRect().top));

/** Two frames: what the app does at once is done. */
export const frames = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
