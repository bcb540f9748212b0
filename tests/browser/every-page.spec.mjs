// Every page of the product's own runbooks: it opens, survives a reload, keeps to the rules, and its links lead somewhere.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, open, ready, test } from "./fixtures.mjs";
import { distinctPagesOf, pagesOf, sites } from "./sites.mjs";

for (const content of Object.keys(sites)) {
  test.describe(content, () => {
    test.use({ content });

    test("every page opens by its address and survives a reload", async ({ page, site }) => {
      test.slow();
      const pages = distinctPagesOf(sites[content]);
      expect(pages).toEqual(expect.arrayContaining(["", "guide/"]));
      for (const path of pages) {
        await test.step(path || "(home)", async () => {
          await open(page, site, path);
          const heading = await page.locator("h1").textContent();
          expect(heading.trim()).not.toBe("");
          await page.reload();
          await ready(page);
          await expect(page.locator("h1")).toHaveText(heading);
          await expect(page).toHaveURL(site.url + path);
          await expect(page.getByRole("main")).toHaveCount(1);
        });
      }
    });

    test("every link within the site leads to a page and to an element of it", async ({ page, site }) => {
      const folder = sites[content].folder;
      const pages = pagesOf(sites[content]);
      const found = new Map();
      for (const path of pages) {
        // Parsed, not opened: this is about the files.
        const html = readFileSync(join(folder, path, "index.html"), "utf8");
        found.set(
          path,
          await page.evaluate(
            ([html, url]) => {
              const parsed = new DOMParser().parseFromString(html, "text/html");
              const base = parsed.createElement("base");
              base.href = url;
              parsed.head.prepend(base);
              return {
                ids: [...parsed.querySelectorAll("[id]")].map((element) => element.id),
                urls: [...parsed.querySelectorAll("a[href], link[href], script[src], img[src]")].map((element) => ({
                  raw: element.getAttribute("href") ?? element.getAttribute("src"),
                  url: element.href ?? element.src,
                })),
              };
            },
            [html, site.url + path],
          ),
        );
      }
      const broken = [];
      for (const [from, { ids, urls }] of found) {
        if (new Set(ids).size !== ids.length) broken.push(`${from}: an id occurs twice: ${ids.filter((id, at) => ids.indexOf(id) !== at)}`);
        for (const { raw, url } of urls) {
          if (!url.startsWith(site.origin)) continue;
          const { pathname, hash } = new URL(url);
          let target = decodeURIComponent(pathname.slice(site.base.length));
          // A link to the page's own parts names no file.
          if (raw.startsWith("#")) target += "index.html";
          if (raw.startsWith("/") || !pathname.startsWith(site.base)) broken.push(`${from}: ${raw} leaves the site or is not relative`);
          else if (target === "" || target.endsWith("/")) broken.push(`${from}: ${raw} does not name its index.html`);
          else if (!existsSync(join(folder, target))) broken.push(`${from}: ${raw} leads nowhere`);
          else if (hash.length > 1 && target.endsWith("index.html")) {
            const id = decodeURIComponent(hash.slice(1));
            const page = target.slice(0, -"index.html".length);
            if (!found.get(page)?.ids.includes(id)) broken.push(`${from}: ${raw} points at no element`);
          }
        }
      }
      expect(broken).toEqual([]);
    });

    test("no page has inline script or style, and each has the policy that forbids them", async () => {
      const broken = [];
      for (const path of pagesOf(sites[content])) {
        const html = readFileSync(join(sites[content].folder, path, "index.html"), "utf8");
        const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
        if (!/script-src [^;]*'self'/.test(policy.replaceAll("&#39;", "'"))) broken.push(`${path}: no policy for scripts`);
        if (/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:/.test(policy)) broken.push(`${path}: a lax policy: ${policy}`);
        if (/<script(?![^>]*\ssrc=)/.test(html)) broken.push(`${path}: an inline script`);
        if (/<style[\s>]|<[a-z][^<>]*\sstyle=/.test(html)) broken.push(`${path}: an inline style`);
        if (/<[a-z][^<>]*\son[a-z]+=/.test(html)) broken.push(`${path}: an event handler`);
      }
      expect(broken).toEqual([]);
    });
  });
}

test.describe("hostile markup", () => {
  test.use({ content: "fixture" });

  test("runs nothing, hides nothing, and leads nowhere bad", async ({ page, site }) => {
    await open(page, site, "r/markup/");
    await page.getByText("press me").click();
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => window.bgTestHacked)).toBeUndefined();
    await expect(page.locator("#bg-main")).toHaveCount(1);
    expect(await page.locator("#bg-main").evaluate((element) => element.tagName)).toBe("MAIN");
    await expect(page.locator("#bg-app")).toHaveCount(1);
    await expect(page.locator(".bg-body :is(script, iframe, form, input, object, embed, link, meta, base)")).toHaveCount(0);
    const schemes = await page.locator(".bg-body a[href]").evaluateAll((links) => [...new Set(links.map((link) => new URL(link.href).protocol))]);
    for (const scheme of schemes) expect(["http:", "https:", "mailto:", "tel:"]).toContain(scheme);
    await expect(page.getByText("<pod-name>")).toBeVisible();
  });
});
