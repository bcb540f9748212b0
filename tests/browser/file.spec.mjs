// A copy of the site on a disk, opened by double click: no app (browsers give modules no file:// access), all the text.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, isSeen, test } from "./fixtures.mjs";
import { sites } from "./sites.mjs";

test("can be read and clicked through", async ({ page, guard, base }) => {
  test.skip(base !== "/", "a disk has no base path");
  guard.allow(/file:\/\//);
  guard.allow(/console error: (Access to|Failed to load resource|Cross-Origin)/);
  const url = (path) => pathToFileURL(join(sites.runbooks.folder, path)).href;
  await page.goto(url("index.html"));
  await page.getByRole("link", { name: /High CPU Usage/ }).first().click();
  await expect(page).toHaveURL(url("r/high-cpu-usage/index.html"));
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  const styled = await page.locator(".bg-top").evaluate((element) => getComputedStyle(element).display);
  expect(styled).not.toBe("block");
  await expect.poll(() => isSeen(page.locator(".bg-noapp")), { timeout: 11_000 }).toBe(true);
  await page.locator(".bg-crumbs").getByRole("link").first().click();
  await expect(page).toHaveURL(url("index.html"));
});
