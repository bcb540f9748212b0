// The health of the runbooks, drills, and the ways in from an alert.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, open, ready, test } from "./fixtures.mjs";
import { saved, siteOf, start } from "./run.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test.skip(({ base }) => base !== "/", "once is enough");

const footer = (updated, owner, cycle) => `\n---\n\n**Last Updated**: ${updated}  \n**Owner**: ${owner}  \n**Review Cycle**: ${cycle}\n`;
const QUEUE = `# Queue stuck

## Symptoms

- Orders wait longer than five minutes

## Detection

- **Alert**: \`QueueStuck\`

## Diagnosis

1. Look at the pods

   \`\`\`bash
   kubectl get pods -n \${NAMESPACE} \${POD_NAME}
   \`\`\`

2. Read the log
${footer("2026-01-31", "Orders", "Monthly")}`;

let made;
test.beforeAll(async () => {
  made = await siteOf({
    "queue.md": QUEUE,
    "disk.md": `# Disk full\n\nNothing to begin a drill with.\n${footer("2026-02-20", "Storage", "Monthly")}`,
    "old.md": `# Old\n${footer("2024-02-29", "Storage", "Yearly")}`,
    "plain.md": "# Plain\n",
  });
});
test.afterAll(() => made.close());
test.use({ site: async ({}, use) => use(made), permissions: ["clipboard-read", "clipboard-write"] });

const titles = (page) => page.locator("#bg-review tbody tr:not([hidden]) th").allTextContents();

test("due dates are compared with today; the table sorts and shows one owner's", async ({ page, site }) => {
  await page.clock.setFixedTime(new Date("2026-03-01T12:00:00"));
  await open(page, site, "review/");
  const due = page.locator("#bg-review .bg-review-due");
  await expect(due.nth(0)).toHaveText("2025-02-281 year overdue".replace("1 year", "366 days"));
  await expect(due.nth(1)).toContainText("1 day overdue");
  await expect(due.nth(2)).toContainText("due in 19 days");
  await expect(due.nth(3)).toHaveText("no review cycle");
  expect(await titles(page)).toEqual(["Old", "Queue stuck", "Disk full", "Plain"]);
  await page.getByRole("button", { name: "Runbook", exact: true }).click();
  expect(await titles(page)).toEqual(["Disk full", "Old", "Plain", "Queue stuck"]);
  await page.getByRole("button", { name: "Runbook", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Runbook", exact: true })).toHaveAttribute("aria-sort", "descending");
  expect(await titles(page)).toEqual(["Queue stuck", "Plain", "Old", "Disk full"]);
  await page.getByRole("combobox", { name: "Owner" }).selectOption("storage");
  expect(await titles(page)).toEqual(["Old", "Disk full"]);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  expect(violations.map((violation) => [violation.id, violation.nodes.map((node) => node.html)])).toEqual([]);
});

test("without the app the page has every date and no word about today", async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}review/`);
  await expect(page.locator("#bg-review")).toContainText("2025-02-28");
  await expect(page.locator("main")).not.toContainText("overdue");
  await context.close();
});

test("a drill: scenario, search, run, report", async ({ page, site }) => {
  await open(page, site, "review/");
  await page.getByRole("button", { name: "Start a drill" }).click();
  const banner = page.getByRole("region", { name: "Drill" });
  await expect(banner).toContainText("Orders wait longer than five minutes");
  await expect(banner).toBeFocused();
  await page.waitForTimeout(1_100);
  // Another runbook is not it.
  await open(page, site, "r/disk/");
  await expect(banner).toContainText("Find the runbook");
  await open(page, site, "r/queue/");
  await expect(banner).toContainText("Found after");
  await start(page);
  await expect(banner).toHaveCount(0);
  await expect(page.locator(".bg-run-facts")).toContainText("Drill");
  await page.getByRole("button", { name: "Skip…" }).click();
  await page.getByLabel("Why").fill("no pods here");
  await page.getByRole("button", { name: "Log it" }).click();
  await saved(page);
  await page.getByRole("checkbox", { name: "Read the log" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Finish run" }).click();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await expect(page.getByLabel("Timeline (Markdown)")).toHaveValue(/Scenario shown; runbook found after/);
  await page.keyboard.press("Escape");
  await saved(page);
  await open(page, site, "review/");
  const report = page.locator(".bg-drill-reports li").first();
  await expect(report).toContainText("Queue stuck");
  await expect(report).toContainText("Orders wait longer than five minutes");
  await expect(report.locator("div", { hasText: "Time to find the runbook" }).locator("dd")).toHaveText(/\d/);
  await expect(report.locator("div", { hasText: "Time to first action" }).locator("dd")).toHaveText(/\d/);
  await expect(report.locator("div", { hasText: "Steps skipped" }).locator("dd")).toHaveText("Look at the pods");
  await expect(page.locator('#bg-review tr[data-id="queue"] td').last()).toContainText("drilled");
});

test("a drill can be stopped", async ({ page, site }) => {
  await open(page, site, "review/");
  await page.getByRole("button", { name: "Start a drill" }).click();
  await page.getByRole("button", { name: "Stop the drill" }).click();
  await expect(page.getByRole("region", { name: "Drill" })).toHaveCount(0);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("region", { name: "Drill" })).toHaveCount(0);
});

test("an unknown alert has a page that searches its words and begins a draft", async ({ page, site }) => {
  await page.goto(`${site.url}a/?alert=KubePodNotReady`);
  const unknown = page.locator("#bg-unknown");
  await expect(unknown).toContainText("No runbook is for the alert KubePodNotReady.");
  const [search, draft] = [unknown.getByRole("link", { name: /Search/ }), unknown.getByRole("link", { name: /Write/ })];
  expect(new URL(await search.evaluate((link) => link.href)).searchParams.get("q")).toBe("KubePodNotReady Kube Pod Not Ready");
  const target = new URL(await draft.evaluate((link) => link.href));
  expect([target.pathname, target.search]).toEqual(["/write/index.html", "?alert=KubePodNotReady"]);
});

test("an alert's link with values gives the filled command in two acts", async ({ page, site }) => {
  // First act: the link in the page. Second: Copy.
  await page.goto(`${site.url}a/?alert=queuestuck#namespace=shop-prod&pod-name=web-1`);
  await expect(page).toHaveURL(/\/a\/QueueStuck\//);
  await ready(page);
  await page.getByRole("button", { name: "Copy" }).first().click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe("kubectl get pods -n shop-prod web-1");
});
