// The single file, opened from a disk: read, links, anchors, going back, unknown pages; nothing leaves it.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test as base, expect } from "@playwright/test";
import { Firefox, findFirefox } from "./firefox.mjs";
import { Workshop } from "./offline.mjs";
import { root } from "./sites.mjs";

const shop = new Workshop();
const file = join(shop.folder, "mail/breakglass.html");
const url = pathToFileURL(file).href;

const test = base.extend({
  base: ["/", { option: true }],
  watched: async ({ context, base }, use) => {
    test.skip(base !== "/", "a disk has no base path");
    const complaints = [];
    await context.exposeBinding("bgTestViolation", (_source, text) => complaints.push(text));
    await context.addInitScript(() => addEventListener("securitypolicyviolation", (event) => window.bgTestViolation(`${event.violatedDirective} ${event.blockedURI}`)));
    context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    context.on("weberror", (error) => complaints.push(String(error.error())));
    context.on("request", (request) => request.url().split("#")[0] !== url && !/^(data|blob):/.test(request.url()) && complaints.push(request.url()));
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});

test.beforeAll(() => {
  shop.buildFrom(join(root, "runbooks"), ["--single-file", file]);
  console.log(`single file of the sample site: ${(statSync(file).size / 1000).toFixed(0)} kB`);
});
test.afterAll(() => shop.remove());

const ready = (page) => expect(page.locator("html")).toHaveAttribute("data-app", "ready");

test("is the whole site", async ({ page, watched }) => {
  void watched;
  await page.goto(url);
  await ready(page);
  await expect(page.locator("#bg-offline")).toHaveText(/^This file holds the whole site: 15 runbooks/);
  await page.getByRole("link", { name: /High CPU Usage/ }).first().click();
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await expect(page).toHaveURL(`${url}#/r/high-cpu-usage/`);
  await expect(page.getByRole("button", { name: "Copy" }).first()).toBeVisible();
  await page.locator(".bg-toc a").nth(2).click();
  await expect(page).toHaveURL(/#\/r\/high-cpu-usage\/\?at=/);
  await page.goBack();
  await expect(page).toHaveURL(`${url}#/r/high-cpu-usage/`);
  await page.goBack();
  await expect(page.locator("h1")).not.toHaveText("High CPU Usage");
  await page.goForward();
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await page.reload();
  await ready(page);
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
});

test("an address with page, value and anchor opens there", async ({ page, watched }) => {
  void watched;
  await page.goto(`${url}#/r/high-cpu-usage/?env=prod&at=verification`);
  await ready(page);
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await expect(page).toHaveURL(`${url}#/r/high-cpu-usage/?env=prod&at=verification`);
  await expect(page.locator("#verification")).toBeInViewport();
});

test("an alert's name in any case leads to its runbook, one that nobody knows is said to be unknown", async ({ page, watched }) => {
  void watched;
  await page.goto(`${url}#/a/?alert=highcpu_usage&namespace=shop`);
  await ready(page);
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await expect(page).toHaveURL(/#\/a\/[^/]+\/\?namespace=shop$/);
  await expect(page.getByLabel("NAMESPACE")).toHaveValue("shop");
  // Nothing of the page is left unset, so that nothing moves when it is leapt to.
  await expect(page.locator("html")).toHaveAttribute("data-whole", "");
  await page.goto("about:blank");
  await page.goto(`${url}#/a/?alert=Nobody%20Knows`);
  await ready(page);
  await expect(page.getByRole("alert").filter({ hasText: "Nobody Knows" })).toBeVisible();
  await page.getByRole("link", { name: "Write a runbook for it" }).click();
  await expect(page.getByRole("navigation", { name: "Steps" })).toBeVisible();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Detection" }).click();
  await expect(page.getByLabel("Alert", { exact: true })).toHaveValue("`Nobody Knows`");
});

test("searches, runs, keeps the run and exports it; the wizard writes", async ({ page, watched }) => {
  void watched;
  await page.goto(url);
  await ready(page);
  await page.getByRole("combobox", { name: "Search runbooks" }).fill("replica lag");
  await expect(page.getByRole("option").first()).toContainText("Replication Lag");
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText(/Replication Lag/);
  await page.getByRole("button", { name: "Start run" }).click();
  await page.getByRole("checkbox").first().click();
  await expect(page.locator(".bg-run-status")).toHaveText("Saved");
  await expect(page).toHaveURL(/run=/);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeChecked();
  await page.getByRole("button", { name: "Export timeline" }).click();
  expect(await page.getByLabel("Timeline (Markdown)").inputValue()).toContain("Replication Lag");
  const downloads = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  expect(JSON.parse(readFileSync(await (await downloads).path(), "utf8")).format).toBe("breakglass-run");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Write", exact: true }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("#bg-w-heading")).toHaveText("Title");
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
});

test("reads without JavaScript", async ({ browser, base }) => {
  test.skip(base !== "/", "a disk has no base path");
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("link", { name: /High CPU Usage/ }).first().click();
  const section = page.locator('[id="/r/high-cpu-usage/"]');
  await expect(section).toBeInViewport();
  await expect(section).toContainText("Verification");
  await context.close();
});

test("works in Firefox", async ({ base }) => {
  test.skip(base !== "/", "a disk has no base path");
  test.skip(!findFirefox(), "Firefox is not installed");
  test.setTimeout(90_000);
  const firefox = await Firefox.start();
  try {
    await firefox.goto(url);
    await expect.poll(() => firefox.evaluate(() => document.documentElement?.dataset.app), { timeout: 30_000 }).toBe("ready");
    await firefox.evaluate(() => [...document.querySelectorAll("main a")].find((link) => link.textContent.includes("High CPU Usage")).click());
    await expect.poll(() => firefox.evaluate(() => document.querySelector("h1").textContent)).toBe("High CPU Usage");
    expect(await firefox.evaluate(() => location.href)).toBe(`${url}#/r/high-cpu-usage/`);
    expect(await firefox.evaluate(() => document.querySelectorAll(".bg-copy").length)).toBeGreaterThan(0);
    await firefox.reload();
    await expect.poll(() => firefox.evaluate(() => document.documentElement?.dataset.app), { timeout: 30_000 }).toBe("ready");
    expect(await firefox.evaluate(() => document.querySelector("h1").textContent)).toBe("High CPU Usage");
    // Search, run, export: by the same events that a reader's hands make.
    await firefox.evaluate(() => {
      const field = document.getElementById("bg-search-field");
      field.focus();
      field.value = "replica lag";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const first = () => firefox.evaluate(() => document.querySelector("[role=option]")?.textContent ?? "");
    await expect.poll(first, { timeout: 20_000 }).toContain("Replication Lag");
    await firefox.evaluate(() => document.querySelector("[role=option]").click());
    await expect.poll(() => firefox.evaluate(() => document.querySelector("h1").textContent)).toContain("Replication Lag");
    const press = (name) => firefox.evaluate((name) => [...document.querySelectorAll("button")].find((button) => button.textContent === name).click(), name);
    await press("Start run");
    await expect.poll(() => firefox.evaluate(() => document.querySelectorAll(".bg-tick input").length), { timeout: 20_000 }).toBeGreaterThan(3);
    await firefox.evaluate(() => document.querySelector(".bg-tick input").click());
    await expect.poll(() => firefox.evaluate(() => document.querySelector(".bg-run-status").textContent)).not.toMatch(/Saving/);
    expect(await firefox.evaluate(() => document.querySelector(".bg-tick input").checked)).toBe(true);
    await press("Export timeline");
    const exported = () => firefox.evaluate(() => [...document.querySelectorAll("dialog textarea")].map((field) => field.value).join());
    await expect.poll(exported).toContain("Replication Lag");
  } finally {
    await firefox.close();
  }
});
