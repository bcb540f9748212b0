// The ways in from a pager: an alert's page, the alert's name in any case, and the contacts.

import { expect, isAt, mark, marked, open, test } from "./fixtures.mjs";

test("an alert's page is the runbook, and its links lead on without page loads", async ({ page, site }) => {
  await open(page, site, "a/HighCPUUsage/");
  await isAt(page, site, "a/HighCPUUsage/", "High CPU Usage");
  await expect(page.locator("article")).toHaveAttribute("data-id", "high-cpu-usage");
  await expect(page.getByRole("button", { name: "Start run" })).toBeVisible();
  await mark(page);
  await page.locator(".bg-crumbs").getByRole("link", { name: "Alerts" }).click();
  await isAt(page, site, "a/", "Alerts");
  await page.locator("main").getByRole("link", { name: "HighMemoryUsage" }).click();
  await isAt(page, site, "a/HighMemoryUsage/", "High Memory Usage");
  await page.goBack();
  await page.goBack();
  await isAt(page, site, "a/HighCPUUsage/", "High CPU Usage");
  expect(await marked(page)).toBe(true);
});

test("the copy in lower case is readable without the app", async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}a/highcpuusage/`);
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await expect(page.locator("main")).toContainText("Verification");
  await context.close();
});

test("an alert is found by its name in any case, with everything else in the address", async ({ page, site }) => {
  for (const name of ["HighCPUUsage", "highcpuusage", "HIGHCPUUSAGE", "%20HighCpuUsage%20"]) {
    await page.goto(`${site.url}a/?alert=${name}&namespace=shop#diagnosis`);
    await expect(page).toHaveURL(`${site.url}a/HighCPUUsage/?namespace=shop#diagnosis`);
  }
});

test("an unknown alert is named as such, and leads to the search", async ({ page, site }) => {
  await open(page, site, "a/?alert=%3Cimg%20src%3Dx%3E");
  const notice = page.locator("#bg-unknown");
  await expect(notice).toContainText("No runbook is for the alert <img src=x>.");
  await expect(notice.getByRole("link", { name: "Search the runbooks for it" })).toHaveAttribute("href", /index\.html\?q=%3Cimg\+src%3Dx%3E$/);
  await expect(page.locator("h1")).toHaveText("Alerts");
});

test("contacts are one act away, and numbers can be dialled", async ({ page, site }) => {
  await open(page, site, "r/high-cpu-usage/");
  await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Contacts" }).click();
  await isAt(page, site, "contacts/", "Contacts");
  await expect(page.locator('.bg-contacts a[href^="tel:"]').first()).toBeVisible();
  await expect(page.locator('.bg-contacts a[href^="mailto:"]').first()).toBeVisible();
});
