// The app starts beside the finished page, on every kind of page.

import { expect, frames, isSeen, open, test } from "./fixtures.mjs";

const kinds = [
  ["the home page", ""],
  ["a runbook", "r/high-cpu-usage/"],
  ["the guide", "guide/"],
];

for (const [name, path] of kinds) {
  test(`${name} comes finished, and the app gets ready in it`, async ({ page, site, request }) => {
    const html = await (await request.get(site.url + path)).text();
    expect(html).toContain('data-app="loading"');
    expect(html.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(html).toContain(`data-route="${path}"`);

    await open(page, site, path);
    await expect(page.locator("h1")).toBeVisible();
    expect(await isSeen(page.locator(".bg-noapp"))).toBe(false);
    await expect(page.locator("#bg-progress")).toBeHidden();
    await expect(page.locator("#bg-progress")).toHaveAttribute("role", "progressbar");
  });
}

test("the article that was in the page stays: same node, same text", async ({ page, site }) => {
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const article = document.querySelector(".bg-body");
      window.bgTestArticle = { node: article, text: article.textContent };
    });
  });
  await open(page, site, "r/high-cpu-usage/");
  await frames(page);
  const same = await page.evaluate(() => {
    const { node, text } = window.bgTestArticle;
    // The app's buttons come into the captions; the text of everything else is as it was.
    const copy = document.querySelector(".bg-body").cloneNode(true);
    copy.querySelectorAll("button").forEach((button) => button.remove());
    return { node: node === document.querySelector(".bg-body"), text: copy.textContent === text };
  });
  expect(same).toEqual({ node: true, text: true });
});

test("an address that names index.html is shown as the folder", async ({ page, site }) => {
  await open(page, site, "r/high-cpu-usage/index.html?x=1#diagnosis");
  await expect(page).toHaveURL(`${site.url}r/high-cpu-usage/?x=1#diagnosis`);
});
