// Files of all kinds in the wizard: opened and saved they are the same bytes, whatever divides them into sections; the form
// stays where the author writes.

import { readFileSync } from "node:fs";
import { expect, open, test } from "./fixtures.mjs";
import { siteOf } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

const untitled = "## Role: scribe\n\n### Duties\n\nWrite it down.\n\n### Training\n\nOnce a year.\n";

let own;
test.beforeAll(async () => {
  own = await siteOf({ "role-3-scribe.md": untitled, "marked.md": "\ufeff# Marked\n\n## Symptoms\n\n- x\n" });
});
test.afterAll(() => own.close());
test.use({ site: async ({}, use) => use({ get url() { return own.url; } }) });

async function openFile(page, name, bytes) {
  await open(page, own, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Open a Markdown file").setInputFiles({ name, mimeType: "text/markdown", buffer: Buffer.from(bytes) });
}

async function downloaded(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download Markdown" }).click()]);
  return readFileSync(await file.path());
}

test("the mark of an encoding stays, in an opened file and in a runbook of the site", async ({ page }) => {
  const bytes = Buffer.from("\ufeff# Marked\n\n## Symptoms\n\n- x\n");
  await openFile(page, "marked.md", bytes);
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Marked");
  expect((await downloaded(page)).equals(bytes)).toBe(true);
  await open(page, own, "write/?path=marked");
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Marked");
  expect((await downloaded(page)).equals(bytes)).toBe(true);
});

test("a text that is too large for a runbook is refused before it is read", async ({ page }) => {
  await open(page, own, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Or paste Markdown").evaluate((field) => {
    // Setting so many lines takes the browser long where they are seen.
    field.style.display = "none";
    field.value = `# Large\n\n${"word ".repeat(900_000)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("status").filter({ hasText: "too large" })).toBeVisible();
  await expect(page.locator("#bg-w-heading")).toHaveText("Kind");
});

test("a file of another encoding is not opened as something else", async ({ page }) => {
  await openFile(page, "latin.md", [0x23, 0x20, 0x43, 0x61, 0x66, 0xe9, 0x0a]);
  await expect(page.getByText("This file cannot be opened: it is too large, or no text in UTF-8.")).toBeVisible();
});

for (const [what, text] of [
  ["a title in front matter above another heading", "---\ntitle: Disk\n---\n\n# NodeDiskFailure\n\nSee the other one.\n"],
  ["steps that no section holds", "# Restart\n\n1. Stop it\n2. Start it\n"],
  ["one heading above those that divide", untitled],
]) {
  test(`what is typed into a missing section stays there: ${what}`, async ({ page }) => {
    await openFile(page, "file.md", text);
    const steps = page.getByRole("navigation", { name: "Steps" }).getByRole("button");
    await expect(steps.first()).toBeVisible();
    const names = await steps.allTextContents();
    expect(names).not.toContain("");
    await steps.filter({ hasText: "Diagnosis" }).click();
    await page.getByLabel("Diagnosis step 1", { exact: true }).focus();
    await page.keyboard.type("Look at the disk", { delay: 30 });
    await expect(page.getByLabel("Diagnosis step 1", { exact: true })).toHaveValue("Look at the disk");
    await expect(page.locator("#bg-w-heading")).toHaveText("Diagnosis");
    await expect(steps).toHaveText(names);
    const after = (await downloaded(page)).toString();
    const at = after.search(/\n*#+ Diagnosis\n/);
    expect(after.replace(/\n*#+ Diagnosis\n\n#+ Step 1: Look at the disk\n?/, "").trimEnd()).toBe(text.trimEnd());
    expect(at).toBeGreaterThan(0);
  });
}

test("texts and branches of one section have names of their own", async ({ page }) => {
  const branch = (name) => `### If caused by ${name}\n\n| Step | Action |\n|---|---|\n| 1 | Look at ${name} |\n\n`;
  await openFile(page, "file.md", `# T\n\n## Diagnosis\n\n${branch("a leak")}${branch("load")}`);
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Diagnosis" }).click();
  for (const [name, value] of [["branch or part", "If caused by a leak"], ["branch or part 2", "If caused by load"], ["(Markdown)", /a leak/], ["(Markdown) 2", /load/]]) {
    await expect(page.getByLabel(`Diagnosis ${name}`, { exact: true })).toHaveValue(value);
  }
});

test("a runbook without a title has the page's in the preview", async ({ page }) => {
  const built = await (await page.request.get(`${own.url}r/role-3-scribe/index.html`)).text();
  const [, title] = built.match(/<h1[^>]*>([^<]*)<\/h1>/);
  await open(page, own, "write/?path=role-3-scribe");
  await expect(page.getByRole("region", { name: "Preview" }).locator("h1")).toHaveText(title);
});

test("a line that is longer than its field is seen whole", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await openFile(page, "long.md", `# Long\n\n## Symptoms\n\n- ${"Checkout answers with an error. ".repeat(6).trim()}\n`);
  await page.getByRole("button", { name: "Symptoms", exact: true }).click();
  const [seen, all] = await page.getByLabel("Symptoms", { exact: true }).evaluate((field) => [field.clientHeight, field.scrollHeight]);
  expect(all).toBeGreaterThan(100);
  expect(all).toBeLessThanOrEqual(seen + 1);
});

test("lists that are typed letter by letter stay in their fields, and the fields in their places", async ({ page }) => {
  await openFile(page, "typed.md", "# Typed\n\n## Diagnosis\n\n### Step 1: Look\n");
  await page.getByRole("button", { name: "Diagnosis", exact: true }).click();
  const field = (name) => page.getByLabel(`${name} (step 1)`);
  for (const [name, ...lines] of [["Rollback", "- z"], ["If not", "1. restart", "2. wait"], ["Expected", "- all up", "- `lag` is 0"]]) {
    await field(name).click();
    for (const [at, line] of lines.entries()) {
      if (at > 0) await page.keyboard.press("Shift+Enter");
      await page.keyboard.type(line);
    }
    await expect(field(name)).toHaveValue(lines.join("\n"));
    await expect(field(name)).toBeFocused();
  }
  await field("Command").focus();
  await expect(field("Expected")).toHaveValue("- all up\n- `lag` is 0");
  const text = (await downloaded(page)).toString();
  expect(text).toContain("**Expected**:\n\n- all up\n- `lag` is 0\n\n**If not**:\n\n1. restart\n2. wait\n\n**Rollback**:\n\n- z\n");
});
