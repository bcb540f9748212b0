// The wizard as its users have it: a runbook written by keyboard alone passes the strict check and looks on the site as
// it did in the preview; nothing is lost by a killed browser or a second tab.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { violations } from "./axe.mjs";
import { expect, open, ready, test } from "./fixtures.mjs";
import { app, program, root } from "./sites.mjs";

const incidents = JSON.parse(readFileSync(new URL("fixtures/wizard/incidents.json", import.meta.url), "utf8"));

test.setTimeout(120_000);

/** The keyboard, counting what a person does: each field that is typed into is one act, and so is each other key. */
class Keyboard {
  acts = 0;

  constructor(page) {
    this.page = page;
  }

  async press(key) {
    this.acts += 1;
    await this.page.keyboard.press(key);
  }

  async type(text) {
    this.acts += 1;
    await this.page.keyboard.type(text);
  }

  /** Tab, until the focus is on an element whose accessible name is `name`. */
  async tabTo(name) {
    for (let at = 0; at < 60; at += 1) {
      if ((await this.focused()) === name) return;
      await this.press("Tab");
    }
    throw new Error(`no way to "${name}" by Tab; the focus is on "${await this.focused()}"`);
  }

  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      // A step's heading takes the focus, but not what is typed.
      if (element.tabIndex < 0) return "";
      return element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent.trim();
    });
  }

  async fill(name, text) {
    await this.tabTo(name);
    await this.type(text);
  }

  async next(heading) {
    await this.tabTo("Next");
    await this.press("Enter");
    const title = this.page.locator("#bg-w-heading");
    await expect(title).toHaveText(heading);
    await expect(title).toBeFocused();
  }
}

async function steps(keys, section, list) {
  for (const [at, step] of list.entries()) {
    const name = `${section} step ${at + 1}`;
    const of = (what) => `${what} (step ${at + 1})`;
    await keys.fill(name, step.title);
    await keys.fill(of("Command"), step.command);
    await keys.fill(of("Expected"), step.expected);
    await keys.fill(of("If not"), step.ifNot);
    if (step.rollback) await keys.fill(of("Rollback"), step.rollback);
    if (step.note) {
      // Asked for once the command is known to do harm; it stands before the command.
      const note = keys.page.getByLabel(of("Note before the command"));
      await expect(note).toBeVisible();
      for (let back = 0; back < 20 && (await keys.focused()) !== of("Note before the command"); back += 1) await keys.press("Shift+Tab");
      await keys.type(step.note);
    }
  }
}

async function write(page, incident) {
  const keys = new Keyboard(page);
  await keys.tabTo("Next");
  await keys.press("Enter");
  await expect(page.locator("#bg-w-heading")).toHaveText("Title");
  await expect(page.locator("#bg-w-heading")).toBeFocused();
  await keys.fill("Title", incident.title);
  await keys.fill("Owner", incident.owner);
  await keys.next("Symptoms");
  await keys.tabTo("Symptoms");
  for (const symptom of incident.symptoms) {
    await keys.type(symptom);
    await keys.press("Enter");
  }
  await keys.next("Impact");
  await keys.tabTo("Severity");
  await keys.type(incident.severity);
  await keys.fill("Affected Users", incident.users);
  await keys.fill("Business Impact", incident.business);
  await keys.next("Detection");
  await keys.fill("Alert", incident.alert);
  await keys.fill("Monitoring Dashboard", incident.dashboard);
  await keys.fill("Log Patterns", incident.logs);
  await keys.next("Diagnosis");
  await steps(keys, "Diagnosis", incident.diagnosis);
  await keys.next("Resolution");
  await steps(keys, "Resolution", incident.resolution);
  await keys.next("Verification");
  for (const [at, check] of incident.verification.entries()) {
    const name = at === 0 ? "Verification" : `Verification ${at + 1}`;
    await keys.fill(name, check.title);
    await keys.fill(`Expected (check ${at + 1})`, check.expected);
  }
  for (const [section, list, label] of [
    ["Prevention", incident.prevention, "Prevention"],
    ["Escalation", incident.escalation, "Escalation"],
    ["Related", incident.related, "Related"],
  ]) {
    await keys.next(section);
    await keys.tabTo(label);
    for (const item of list) {
      await keys.type(item);
      await keys.press("Enter");
      if (section === "Escalation") await keys.tabTo("Escalation 2");
    }
  }
  await keys.next("Publish");
  return keys;
}

async function downloaded(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download Markdown" }).press("Enter")]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

/** HTML without what differs between two pages of one site, and without who is on duty, which the clock decides. */
const settled = (html) =>
  html
    .replace(/ (href|src)="[^"]*"/g, ' $1=""')
    .replace(/(<span class="bg-duty"[^>]*?)(?: data-duty="\w+")?>[^<]*/g, "$1>")
    .replace(/\s+/g, " ")
    .trim();

for (const incident of incidents) {
  test(`by keyboard alone: ${incident.title}`, async ({ page, site }) => {
    await open(page, site, "write/");
    const keys = await write(page, incident);
    await expect(page.getByRole("region", { name: "Problems" })).toContainText("None.");
    const { name, text } = await downloaded(page);
    console.log(`${incident.title}: ${keys.acts} acts`);

    const folder = mkdtempSync(join(tmpdir(), "wizard-"));
    try {
      cpSync(join(root, "runbooks"), join(folder, "runbooks"), { recursive: true });
      writeFileSync(join(folder, "runbooks", name), text);
      const checked = spawnSync(program, ["check", "--strict", join(folder, "runbooks", name)], { encoding: "utf8" });
      expect(checked.status, checked.stdout + checked.stderr + text).toBe(0);
      execFileSync(program, ["build", join(folder, "runbooks"), "--app", app, "--out", join(folder, "out")], { stdio: "pipe" });
      const built = readFileSync(join(folder, "out/r", name.replace(/\.md$/, ""), "index.html"), "utf8");
      const parse = (html) => page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").querySelector("article").outerHTML, html);
      // The preview follows in slices.
      const preview = page.getByRole("region", { name: "Preview" }).locator("article");
      const expected = settled(await parse(built));
      await expect.poll(async () => settled(await preview.evaluate((article) => article.outerHTML))).toBe(expected);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test("left empty, it can be walked to its end and keeps the nine headings", async ({ page, site }) => {
  await open(page, site, "write/");
  await expect(page.getByRole("radio", { name: /Incident/ })).toBeChecked();
  for (let at = 0; at < 11; at += 1) await page.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("#bg-w-heading")).toHaveText("Publish");
  const { text } = await downloaded(page);
  const headings = text.split("\n").filter((line) => line.startsWith("## "));
  expect(headings.map((line) => line.slice(3))).toEqual([
    "Symptoms", "Impact", "Detection", "Diagnosis", "Resolution", "Verification", "Prevention", "Escalation", "Related",
  ]);
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.locator("#bg-w-heading")).toHaveText("Related");
});

test("an existing runbook: untouched it is the same file, one field changes one line", async ({ page, site }) => {
  await open(page, site, "write/");
  await page.getByRole("radio", { name: /existing/ }).check();
  await page.getByLabel("Runbook", { exact: true }).selectOption("high-cpu-usage");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("High CPU Usage");
  const source = page.getByRole("region", { name: "Preview" }).getByRole("link", { name: "Markdown source" });
  expect(await source.evaluate((link) => link.href)).toBe(`${site.url}r/high-cpu-usage/source.md`);
  const before = readFileSync(join(root, "runbooks/high-cpu-usage.md"), "utf8");
  const untouched = await downloaded(page);
  expect(untouched.name).toBe("high-cpu-usage.md");
  expect(untouched.text).toBe(before);
  await page.getByLabel("Owner").fill("Somebody Else");
  const after = (await downloaded(page)).text;
  const lines = (text) => text.split("\n");
  const changed = lines(after).filter((line, at) => line !== lines(before)[at]);
  expect(changed).toEqual([expect.stringContaining("Somebody Else")]);
  await page.getByRole("button", { name: "Undo" }).click();
  expect((await downloaded(page)).text).toBe(before);
});

test("form and source are one text, and problems lead to their fields", async ({ page, site }) => {
  await open(page, site, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Or paste Markdown").fill("# Disk full\n\nWords before.\n\n## Symptoms\n\n- full\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Own section\n\nkept\n");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Markdown source" }).click();
  const source = page.getByLabel("Markdown of the whole runbook");
  await page.getByLabel("Title", { exact: true }).fill("Disk is full");
  await expect(source).toHaveValue(/^# Disk is full\n\nWords before\.\n/);
  await source.fill((await source.inputValue()).replace("- full", "- full\n- slow"));
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Symptoms" }).click();
  await expect(page.getByLabel("Symptoms 2", { exact: true })).toHaveValue("slow");
  await expect(source).toHaveValue(/\| 1 \| 2 \|\n\n## Own section\n\nkept\n$/);
  await page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /Show line/ }).first().click();
  await expect(page.locator("input:focus, textarea:focus, select:focus, button:focus")).toHaveCount(1);
});

test("steps are moved, doubled and deleted, and undo brings them back", async ({ page, site }) => {
  await open(page, site, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Or paste Markdown").fill("# T\n\n## Diagnosis\n\n### Step 1: First\n\n### Step 2: Second\n");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Diagnosis" }).click();
  const first = page.getByLabel("Diagnosis step 1", { exact: true });
  const second = page.getByLabel("Diagnosis step 2", { exact: true });
  await page.getByLabel("Change the order, copy or delete: step 2").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(first).toHaveValue("Second");
  await expect(second).toHaveValue("First");
  await expect(page.getByLabel("Change the order, copy or delete: step 1")).toBeFocused();
  // Its actions are open where the focus has followed it.
  await page.getByRole("button", { name: "Duplicate" }).first().click();
  await expect(page.getByLabel("Diagnosis step 3", { exact: true })).toHaveValue("First");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(first).toHaveValue("First");
});

test("a draft that the browser does not store says so in a notice, until it does", async ({ page, site }) => {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...what) {
      if (window.bgTestFull) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, what);
    };
  });
  await open(page, site, "write/");
  await page.getByRole("button", { name: "Next" }).click();
  await page.evaluate(() => void (window.bgTestFull = true));
  await page.getByLabel("Title", { exact: true }).fill("Disk is full");
  await expect(page.getByRole("alert")).toHaveText(/^The draft is not stored/);
  await page.evaluate(() => void (window.bgTestFull = false));
  await expect(page.locator(".bg-w-status")).toHaveText("Draft stored on this device");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a branch is gone on with where its first words end", async ({ page, site }) => {
  await open(page, site, "write/");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Resolution" }).click();
  await page.getByRole("button", { name: "Add branch" }).click();
  await expect(page.getByLabel("Resolution branch or part")).toBeFocused();
  await expect(page.getByLabel("Resolution branch or part")).toHaveValue("If caused by ");
  await page.keyboard.type("a leak");
  expect((await downloaded(page)).text).toContain("\n### If caused by a leak\n");
});

test("a step is dragged to another place", async ({ page, site }) => {
  await page.setViewportSize({ width: 1280, height: 2000 });
  await open(page, site, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Or paste Markdown").fill("# T\n\n## Diagnosis\n\n### Step 1: First\n\n### Step 2: Second\n");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Diagnosis" }).click();
  // Step by step, as a hand does it: a drag begins with a small movement.
  const middle = async (locator) => {
    const { x, y, width, height } = await locator.boundingBox();
    return [x + width / 2, y + height / 2];
  };
  const [x, y] = await middle(page.getByLabel("Change the order, copy or delete: step 1"));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 20, { steps: 4 });
  await page.mouse.move(...(await middle(page.getByLabel("Diagnosis step 2", { exact: true }))), { steps: 8 });
  await page.mouse.up();
  await expect(page.getByLabel("Diagnosis step 1", { exact: true })).toHaveValue("Second", { timeout: 3_000 });
});

test("two tabs on one draft: both keep what was written", async ({ page, context, site }) => {
  await open(page, site, "write/");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Shared");
  await expect(page.getByText("Draft stored on this device")).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await ready(other);
  await expect(other.getByLabel("Title", { exact: true })).toHaveValue("Shared");
  // The idle tab follows.
  await page.getByLabel("Title", { exact: true }).fill("Shared, first tab");
  await expect(other.getByLabel("Title", { exact: true })).toHaveValue("Shared, first tab");
  // Both at work: two drafts.
  await other.getByLabel("Title", { exact: true }).fill("Second tab's");
  await page.getByLabel("Title", { exact: true }).fill("First tab's");
  await expect(page.getByText("Draft stored on this device")).toBeVisible();
  await expect(other.getByText("Draft stored on this device")).toBeVisible();
  const list = await context.newPage();
  await list.goto(`${site.url}write/`);
  await ready(list);
  await expect(list.getByRole("button", { name: "Continue: First tab's" })).toBeVisible();
  await expect(list.getByRole("button", { name: "Continue: Second tab's" })).toHaveCount(1);
});

test("drafts are imported and exported; they are listed by what their sources say", async ({ page, site }) => {
  await open(page, site, "write/");
  // Stored in the midst of typing: the title is one of the moment before.
  const draft = { version: 1, id: "one", stamp: { tab: "t", n: 1 }, title: "Old wor", updated: 1, source: "# New words\n\n## Symptoms\n\n- slow\n" };
  const file = JSON.stringify({ breakglass: "drafts", version: 1, drafts: [draft] });
  await page.locator("#bg-w-import").setInputFiles({ name: "drafts.json", mimeType: "application/json", buffer: Buffer.from(file) });
  await expect(page.getByText("1 of 1 drafts imported.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue: New words" })).toBeVisible();
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export all drafts" }).click()]);
  const { drafts } = JSON.parse(readFileSync(await saved.path(), "utf8"));
  expect(drafts.map(({ title, source }) => ({ title, source }))).toEqual([{ title: "New words", source: draft.source }]);
  await page.locator("#bg-w-import").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await expect(page.getByText("This is no export of drafts.")).toBeVisible();
  await page.getByRole("button", { name: "Continue: New words" }).click();
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("New words");
});

test("lines pasted into an item become items, each in its own field", async ({ page, site, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const paste = async (text) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await page.keyboard.press("Control+v");
  };
  const step = (name) => page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name }).click();
  await open(page, site, "write/");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Pasted");
  await step("Symptoms");
  await page.getByLabel("Symptoms", { exact: true }).focus();
  await paste("- Orders wait\n- Pods restart\n\n- Disk is full\n");
  await expect(page.getByLabel("Symptoms 3", { exact: true })).toBeFocused();
  for (const [name, value] of [["Symptoms", "Orders wait"], ["Symptoms 2", "Pods restart"], ["Symptoms 3", "Disk is full"], ["Symptoms 4", ""]]) {
    await expect(page.getByLabel(name, { exact: true })).toHaveValue(value);
  }
  // What is typed next goes on where the last line ended.
  await page.keyboard.type(" again");
  await expect(page.getByLabel("Symptoms 3", { exact: true })).toHaveValue("Disk is full again");
  // Into an item that is there, in its midst: the others stay behind.
  await page.getByLabel("Symptoms", { exact: true }).focus();
  await page.keyboard.press("Control+End");
  await paste(" long\nMails fail");
  await expect(page.getByLabel("Symptoms 2", { exact: true })).toBeFocused();
  for (const [name, value] of [["Symptoms", "Orders wait long"], ["Symptoms 2", "Mails fail"], ["Symptoms 3", "Pods restart"], ["Symptoms 4", "Disk is full again"]]) {
    await expect(page.getByLabel(name, { exact: true })).toHaveValue(value);
  }
  await page.locator("#bg-w-undo").click();
  await expect(page.getByLabel("Symptoms 2", { exact: true })).toHaveValue("Pods restart");
  await step("Diagnosis");
  await page.getByLabel("Diagnosis step 1", { exact: true }).focus();
  await paste("1. Look at the queue\n2. Look at the pods\n");
  await expect(page.getByLabel("Diagnosis step 2", { exact: true })).toHaveValue("Look at the pods");
  await expect(page.getByLabel("Diagnosis step 1", { exact: true })).toHaveValue("Look at the queue");
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download Markdown" }).click()]);
  const text = readFileSync(await saved.path(), "utf8");
  expect(text).toContain("## Symptoms\n\n- Orders wait\n- Pods restart\n- Disk is full again\n\n## Impact");
  expect(text).toContain("### Step 1: Look at the queue\n\n### Step 2: Look at the pods\n");
});

test("an opened file keeps its name, through a reload and an export", async ({ page, site }) => {
  await open(page, site, "write/");
  await page.getByText("Go on from Markdown that you have").click();
  const buffer = Buffer.from("# Disk full\n\n## Symptoms\n\n- full\n");
  await page.getByLabel("Open a Markdown file").setInputFiles({ name: "Disk_full-v2.md", mimeType: "text/markdown", buffer });
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Disk full");
  const download = async () => {
    const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download Markdown" }).click()]);
    return saved.suggestedFilename();
  };
  expect(await download()).toBe("Disk_full-v2.md");
  await page.getByLabel("Title", { exact: true }).fill("Disk nearly full");
  await expect(page.getByText("Draft stored on this device")).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Disk nearly full");
  expect(await download()).toBe("Disk_full-v2.md");
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button").last().click();
  await expect(page.getByText("The file belongs into the runbook folder as Disk_full-v2.md.")).toBeVisible();
});

test.describe("in another time zone", () => {
  test.use({ timezoneId: "Asia/Tokyo" });

  test("drafts of one name are told apart", async ({ page, site }) => {
    await open(page, site, "write/");
    const at = (time) => Date.parse(time);
    const draft = (id, updated, source, more = {}) => ({ version: 1, id, stamp: { tab: "t", n: 1 }, title: "", updated, source, ...more });
    const drafts = [
      draft("one", at("2026-11-25T20:05:00Z"), "# Queue\n\n## Symptoms\n\n- Orders wait\n\n## Impact\n\n- **Severity**: P1\n\n## Diagnosis\n\n---\n\n**Owner**: Payments\n"),
      draft("two", at("2026-11-24T10:00:00Z"), "# Queue\n\n## Symptoms\n\n---\n\n**Review Cycle**: Monthly\n", { path: "shop/queue.md" }),
    ];
    const file = JSON.stringify({ breakglass: "drafts", version: 1, drafts });
    await page.locator("#bg-w-import").setInputFiles({ name: "drafts.json", mimeType: "application/json", buffer: Buffer.from(file) });
    await expect(page.getByText("2 of 2 drafts imported.")).toBeVisible();
    const rows = page.locator(".bg-w-drafts li");
    await expect(rows.first()).toContainText("Changed 2026-11-26 05:05 · Payments · 2 sections written · “Orders wait”");
    await expect(rows.last()).toContainText("Changed 2026-11-24 19:00 · changes shop/queue.md · nothing written yet");
    await expect(rows.first().getByRole("button", { name: "Continue: Queue" })).toHaveAccessibleDescription(/2026-11-26 05:05/);
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(await violations(page)).toEqual([]);
  });
});

test("an alert without a runbook: its draft names it", async ({ page, site }) => {
  await open(page, site, "write/?alert=QueueStuck");
  await expect(page.getByRole("alert").filter({ hasText: "QueueStuck" })).toBeVisible();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Detection" }).click();
  await expect(page.getByLabel("Alert", { exact: true })).toHaveValue("QueueStuck");
  await expect(page.getByText("Draft stored on this device")).toBeVisible();
  await page.reload();
  await ready(page);
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Detection" }).click();
  await expect(page.getByLabel("Alert", { exact: true })).toHaveValue("QueueStuck");
});

test("a long section is shown leaf by leaf, closed steps open when they are turned to", async ({ page, site }) => {
  const step = (at) => {
    const indent = " ".repeat(at < 10 ? 3 : 4);
    const lines = ["```bash", `kubectl get pods -l part=p${at}`, "```", "**Expected**: running"];
    return `${at}. Look at part ${at}\n${lines.map((line) => `${indent}${line}\n`).join("")}\n`;
  };
  const steps = Array.from({ length: 60 }, (_, at) => step(at + 1)).join("");
  await open(page, site, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Or paste Markdown").fill(`# T\n\n## Diagnosis\n\n${steps}`);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Diagnosis" }).click();
  const command = page.getByLabel("Command (step 24)", { exact: true });
  await expect(page.getByLabel("Diagnosis step 24", { exact: true })).toHaveValue("Look at part 24");
  await expect(page.getByLabel("Diagnosis step 25", { exact: true })).toHaveCount(0);
  await expect(command).toHaveCount(0);
  await page.getByLabel("Diagnosis step 24", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await expect(command).toBeFocused();
  await expect(command).toHaveValue("kubectl get pods -l part=p24");
  // By mouse: the first line of its command opens a step.
  await page.getByRole("button", { name: "kubectl get pods -l part=p3", exact: true }).click();
  await expect(page.getByLabel("Command (step 3)", { exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Parts 49–61" }).first().click();
  await expect(page.getByLabel("Diagnosis step 60", { exact: true })).toHaveValue("Look at part 60");
  // A step that moves to another leaf is followed there.
  await page.getByLabel("Change the order, copy or delete: step 49").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByLabel("Change the order, copy or delete: step 48")).toBeFocused();
  await expect(page.getByLabel("Diagnosis step 48", { exact: true })).toHaveValue("Look at part 49");
  expect(await violations(page)).toEqual([]);
});

test("a draft is tried out as a drill, which outlives a reload", async ({ page, site }) => {
  await open(page, site, "write/");
  await page.getByRole("radio", { name: /Markdown that you have/ }).check();
  await page.getByLabel("Or paste Markdown").fill("# Queue stuck\n\n## Diagnosis\n\n### Step 1: Look at the queue\n\n```bash\nkubectl get pods -n <namespace>\n```\n\n### Step 2: Look again\n");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Publish" }).click();
  await page.getByRole("button", { name: "Try it out as a drill" }).click();
  await page.getByRole("button", { name: "Start run" }).click();
  const first = page.getByRole("checkbox").first();
  await first.check();
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await ready(page);
  await expect(first).toBeChecked();
  await page.getByRole("button", { name: "Back to the draft" }).click();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Queue stuck");
  await open(page, site, "runs/");
  await page.getByRole("link", { name: /Continue .*Queue stuck.*drill/ }).click();
  await expect(first).toBeChecked();
});

test("axe finds nothing on any step, on a laptop and on a phone", async ({ page, site }) => {
  await open(page, site, "write/");
  const check = async () => {
    for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 640 }]) {
      await page.setViewportSize(viewport);
      expect(await violations(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, "nothing is wider than the screen").toBeLessThanOrEqual(0);
    }
  };
  await check();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Title", { exact: true }).fill("High CPU");
  for (let at = 0; at < 10; at += 1) {
    await check();
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.locator("#bg-w-heading")).toBeFocused();
    if (at === 3) await page.getByLabel("Diagnosis step 1", { exact: true }).fill("Look");
  }
  await check();
});
