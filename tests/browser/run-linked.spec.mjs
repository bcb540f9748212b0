// Runs that belong together, several at once, and a run that came from elsewhere.

import { readFileSync } from "node:fs";
import { expect, open, ready, test } from "./fixtures.mjs";
import { saved, siteOf, start } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

let made;
test.beforeAll(async () => {
  made = await siteOf({
    "first.md": "# First\n\n## Diagnosis\n\n1. Look\n\n   ```bash\n   kubectl get pods\n   ```\n\n## Related\n\n- [Second](second.md)\n",
    "second.md": "# Second\n\n## Diagnosis\n\n1. Look again\n",
  });
});
test.afterAll(() => made?.close());
test.use({ site: async ({}, use) => use(made), permissions: ["clipboard-read", "clipboard-write"] });

test("a Related link inside a run starts a linked run, leads back, and both share one timeline", async ({ page, site }) => {
  await open(page, site, "r/first/");
  const first = await start(page);
  await page.getByRole("link", { name: "Second" }).first().click();
  await expect(page.locator("h1")).toHaveText("Second");
  await expect(page.getByRole("link", { name: "Back to First" })).toBeVisible();
  await start(page);
  await page.getByRole("checkbox", { name: "Look again" }).click();
  await saved(page);
  await page.getByRole("link", { name: "Back to First" }).click();
  await expect(page.getByRole("checkbox", { name: "Look", exact: true })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("run")).toBe(first);
  await page.getByRole("button", { name: "Export timeline" }).click();
  const text = await page.getByLabel("Timeline (Markdown)").inputValue();
  expect(text).toContain("Linked run: Second");
  expect(text).toContain("✓ Done: Look again *(in Second)*");
});

test("several runs of one runbook at once, each with its own ticks", async ({ page, site }) => {
  await open(page, site, "r/first/");
  const one = await start(page);
  await page.getByRole("checkbox").first().click();
  await saved(page);
  await open(page, site, "r/first/");
  await expect(page.getByRole("link", { name: /Continue First/ })).toBeVisible();
  const two = await start(page);
  expect(two).not.toBe(one);
  await expect(page.getByRole("checkbox").first()).not.toBeChecked();
  await page.getByRole("link", { name: /Continue First/ }).click();
  await expect(page.getByRole("checkbox").first()).toBeChecked();
});

test("an imported run whose text this site does not know is bannered, and its copies ask again", async ({ page, site, browser }) => {
  await open(page, site, "r/first/");
  const run = await start(page);
  await page.getByRole("button", { name: "Export timeline" }).click();
  const downloads = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const file = JSON.parse(readFileSync(await (await downloads).path(), "utf8"));
  file.runs[0].source = "# First\n\nanother text\n";
  file.runs[0].events.find(({ kind }) => kind === "start").print = "0123456789abcdef";
  const other = await (await browser.newContext()).newPage();
  await open(other, site, "runs/");
  await other.getByLabel("A run’s JSON file").setInputFiles({ name: "run.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await other.getByRole("button", { name: "Import", exact: true }).click();
  await expect(other.getByText("Imported.")).toBeVisible();
  await open(other, site, `r/first/?run=${run}`);
  await expect(other.getByText("begun with another text than this site has")).toBeVisible();
  await other.getByRole("button", { name: "Copy", exact: true }).first().click();
  await expect(other.getByRole("dialog")).toContainText("kubectl get pods");
  await other.context().close();
});

test("what is taken back counts no more, can count again, and both stay in the record", async ({ page, site }) => {
  await open(page, site, "r/first/");
  const run = await start(page);
  await page.getByRole("checkbox").first().click();
  await saved(page);
  await open(page, site, `runs/?run=${run}`);
  await page.getByRole("button", { name: "Take back: ✓ Done: Look" }).click();
  await expect(page.getByRole("button", { name: "Count again: ✓ Done: Look" })).toBeVisible();
  await saved(page);
  await open(page, site, `r/first/?run=${run}`);
  await expect(page.getByRole("checkbox").first()).not.toBeChecked();
  await open(page, site, `runs/?run=${run}`);
  await page.getByRole("button", { name: "Count again: ✓ Done: Look" }).click();
  await saved(page);
  await open(page, site, `r/first/?run=${run}`);
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeChecked();
});
