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

test("the search field that boot.js makes is the one of the home page", async ({ page, site, guard }) => {
  guard.allow(/ERR_FAILED.*app-|app.*did not start/);
  // Without the app, which goes on from there.
  await page.route(/\/assets\/app-/, (route) => route.abort());
  const field = () => page.locator("#bg-search").evaluate((around) => around.innerHTML);
  await page.goto(site.url);
  const home = await field();
  expect(home).toContain('role="combobox"');
  await page.goto(`${site.url}r/high-cpu-usage/`);
  await expect(page.getByRole("combobox", { name: "Search runbooks" })).toBeVisible();
  expect(await field()).toBe(home);
});

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

// Bytes over a bad network: a page that is only read asks for the app, and the runner comes when it is turned to.
test("a runbook that is read loads the app alone; the first press brings the runner and does what it says", async ({ page, site }) => {
  const modules = new Set();
  page.on("request", (request) => {
    const name = /assets\/([a-z]+)_bg-/.exec(request.url())?.[1];
    if (name) modules.add(name);
  });
  await open(page, site, "r/high-cpu-usage/");
  await page.waitForLoadState("networkidle");
  expect([...modules]).toEqual(["app"]);
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
  expect([...modules].sort()).toEqual(["app", "runner"]);
  expect(new URL(page.url()).searchParams.get("run")).not.toBeNull();
});

test("a runner that cannot be loaded is told, the page stays, and a later press works", async ({ page, site, guard }) => {
  guard.allow(/runner|ERR_FAILED/);
  await open(page, site, "r/high-cpu-usage/");
  await page.route("**/assets/runner*", (route) => route.abort());
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("alert")).toContainText("could not be loaded");
  await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
  await page.unroute("**/assets/runner*");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
});

test("labels that are pasted before the runner is there are offered", async ({ page, site }) => {
  await open(page, site, "r/slow-queries/");
  const field = page.locator('[data-variable="NAMESPACE"]');
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", 'alertname="KubeCPUOvercommit" namespace="shop"');
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  });
  await expect(field).toHaveValue("shop");
});
