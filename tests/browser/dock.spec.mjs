// What stands under the thumb during a run: which step it is about, what must not be missed, and what must not be pressed by
// mistake.

import { expect, open, ready, test } from "./fixtures.mjs";
import { hasUpdate, isReady } from "./offline.mjs";
import { longRunbook, records, saved, shown, siteOf, start } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

const branches = `# Branches

## Impact

- **Severity**: P1

## Diagnosis

1. Look at the graph
2. Ask the database

## Resolution

### If caused by a release

1. Roll it back

### If caused by load

1. Add a replica
2. Watch the queue
`;
const valued = `# Valued\n\n## Diagnosis\n\n${"text\n\n".repeat(60)}\`\`\`bash\nkubectl get pods -n \${NAMESPACE}\n\`\`\`\n`;
const prose = "# Only words\n\n## Impact\n\n- **Severity**: P2\n\nCall the provider and wait.\n";

let own;
test.beforeAll(async () => {
  own = await siteOf({ "long.md": longRunbook(6), "branches.md": branches, "prose.md": prose, "valued.md": valued });
});
test.afterAll(() => own.close());
test.use({ site: async ({}, use) => use({ get url() { return own.url; } }), permissions: ["clipboard-read", "clipboard-write"] });

const dock = (page) => page.locator("#bg-dock");
const box = (page, at) => page.locator(`.bg-tick input[data-at="${at}"]`);

test("a skipped step leaves the focus where the dock is", async ({ page }) => {
  await open(page, own, "r/long/");
  await start(page);
  await box(page, 0).focus();
  await page.keyboard.press("s");
  await page.locator("#bg-why").fill("no need");
  await page.keyboard.press("Enter");
  await expect(dock(page)).toContainText("Step 2 of 6");
  await expect(box(page, 1)).toBeFocused();
  await page.keyboard.press("Space");
  await saved(page);
  const states = await shown(page);
  expect(states[0][2]).toContain("no need");
  expect(states.map(([, ticked]) => ticked)).toEqual([false, true, false, false, false, false]);
});

test("a value that a command lacks is filled in, and Enter leads back to the command", async ({ page }) => {
  await open(page, own, "r/valued/");
  await page.getByRole("button", { name: "Copy", exact: true }).last().click();
  await page.getByRole("button", { name: "Fill in" }).click();
  await expect(page.getByLabel("NAMESPACE")).toBeFocused();
  await page.keyboard.type("shop");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy", exact: true }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("kubectl get pods -n shop");
});

test("two taps of one thumb are one tick", async ({ page }) => {
  await open(page, own, "r/long/");
  await start(page);
  await dock(page).getByRole("button", { name: "Done" }).dblclick();
  await saved(page);
  expect((await shown(page)).filter(([, ticked]) => ticked)).toHaveLength(1);
  // Two acts are two.
  await dock(page).getByRole("button", { name: "Done" }).click();
  await saved(page);
  expect((await shown(page)).filter(([, ticked]) => ticked)).toHaveLength(2);
});

test("two taps of one thumb choose a branch, and reopen a run, once", async ({ page }) => {
  await open(page, own, "r/branches/");
  await start(page);
  await page.locator(".bg-choose").first().dblclick();
  await saved(page);
  await expect(page.locator(".bg-choose").first()).toHaveText("Chosen. Undo");
  await page.getByRole("button", { name: "Finish run" }).click();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await saved(page);
  await page.keyboard.press("Escape");
  await page.locator(".bg-run").getByRole("button", { name: "Reopen run" }).dblclick();
  await saved(page);
  // Beside the events lies the text that the run began with.
  const kinds = (await records(page)).filter((text) => text.startsWith("{")).map((text) => JSON.parse(text).kind);
  expect(kinds.filter((kind) => kind === "choose")).toHaveLength(1);
  expect(kinds.filter((kind) => kind === "reopen")).toHaveLength(1);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("Start run pressed twice before the page is read starts one run", async ({ page }) => {
  await page.route("**/source.md", async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue();
  });
  await page.goto(`${own.url}r/branches/`);
  const button = page.getByRole("button", { name: "Start run" });
  await button.click();
  await button.click();
  await saved(page);
  await page.waitForTimeout(200);
  expect((await records(page)).filter((text) => text.includes('"start"'))).toHaveLength(1);
});

test("a key that is held down marks one step, and types nothing into what it opened", async ({ page }) => {
  await open(page, own, "r/branches/");
  await start(page);
  const hold = async (key) => {
    for (let count = 0; count < 6; count += 1) await page.keyboard.down(key);
    await page.keyboard.up(key);
  };
  await hold("x");
  await saved(page);
  expect((await shown(page)).filter(([, ticked]) => ticked)).toHaveLength(1);
  await hold("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("");
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("n");
  await page.keyboard.press("Escape");
  await hold("j");
  await expect(page.locator(".bg-dock-step b")).not.toContainText("Step 2 of");
});

test("a finished run is read, not ticked, until it is reopened", async ({ page }) => {
  await open(page, own, "r/long/");
  const run = await start(page);
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Finish run" }).click();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await expect(page.locator("dialog[open] #bg-dialog-title")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dock(page)).toContainText("This run is finished");
  await page.keyboard.press("x");
  await expect(page.getByText("Reopen it to go on")).toHaveCount(1);
  await expect(page.getByRole("checkbox").nth(1)).toBeDisabled();
  expect((await shown(page)).filter(([, ticked]) => ticked)).toHaveLength(1);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").nth(1)).toBeDisabled();
  await dock(page).getByRole("button", { name: "Reopen run" }).click();
  await expect(page.getByRole("checkbox").nth(1)).toBeEnabled();
  await dock(page).getByRole("button", { name: "Done" }).click();
  await saved(page);
  expect((await shown(page)).filter(([, ticked]) => ticked)).toHaveLength(2);
  expect(new URL(page.url()).searchParams.get("run")).toBe(run);
});

test("what is overdue, and what is not stored, stands in the dock", async ({ page }) => {
  await page.clock.install();
  await open(page, own, "r/long/");
  await start(page);
  await expect(dock(page)).not.toContainText("⚠");
  await page.clock.fastForward("02:00:00");
  await expect(dock(page)).toContainText("⚠ escalation due for");
  await page.evaluate(() => {
    IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await dock(page).getByRole("button", { name: "Done" }).click();
  await expect(dock(page)).toContainText("Not stored");
});

test.describe("with an offline copy", () => {
  test.use({ serviceWorkers: "allow" });

  test("a notice does not lie over the dock", async ({ page }) => {
    for (const size of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
      await page.setViewportSize(size);
      await open(page, own, "r/long/");
      await isReady(page);
      await start(page);
      await own.rebuild({ "more.md": `# More ${size.width}\n\ntext\n` });
      await hasUpdate(page);
      const notice = page.locator(".bg-notice");
      await expect(notice).toBeVisible();
      const [above, below] = [await notice.boundingBox(), await dock(page).boundingBox()];
      expect(above.y + above.height).toBeLessThanOrEqual(below.y + 1);
    }
  });
});

test("steps are counted without the branches that were not chosen", async ({ page }) => {
  await open(page, own, "r/branches/");
  await start(page);
  await expect(dock(page)).toContainText("Step 1 of 5");
  await page.getByRole("button", { name: /If caused by load/ }).click();
  await expect(dock(page)).toContainText("Step 3 of 4: Add a replica");
});

test("a step of a branch that nobody has chosen says so, and one step at a time the branches are there to choose", async ({ page }) => {
  await open(page, own, "r/branches/");
  await start(page);
  const note = dock(page).locator(".bg-dock-note");
  await expect(note).toBeEmpty();
  await page.getByRole("button", { name: "One step at a time" }).click();
  const choices = page.getByRole("button", { name: /^(Choose this branch|Chosen)/ });
  await expect(choices.filter({ visible: true })).toHaveCount(0);
  await box(page, 0).click();
  await box(page, 1).click();
  await expect(dock(page)).toContainText("Step 3 of 5: Roll it back");
  await expect(page.locator(".bg-live")).toHaveText("Step 2: Done. Now step 3. No branch is chosen yet");
  await expect(note).toHaveText("No branch is chosen yet. This step is for: If caused by a release");
  await expect(choices.filter({ visible: true })).toHaveCount(2);
  await page.getByRole("button", { name: "Choose this branch: If caused by load" }).click();
  await expect(dock(page)).toContainText("Step 3 of 4: Add a replica");
  await expect(note).toBeEmpty();
  await expect(choices.filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "If caused by load" })).toBeVisible();
});

test("the first branch chosen in place: the others' heads go", async ({ page }) => {
  await open(page, own, "r/branches/");
  await start(page);
  await page.getByRole("button", { name: "One step at a time" }).click();
  await box(page, 0).click();
  await box(page, 1).click();
  await page.getByRole("button", { name: "Choose this branch: If caused by a release" }).click();
  await expect(dock(page)).toContainText("Step 3 of 3: Roll it back");
  await expect(page.getByRole("heading", { name: "If caused by load" })).toBeHidden();
});

test("what is left open stands in the timeline", async ({ page }) => {
  await open(page, own, "r/branches/");
  await start(page);
  await box(page, 0).click();
  await page.getByRole("button", { name: "Choose this branch: If caused by a release" }).click();
  await page.getByRole("button", { name: "Finish run" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Finish", exact: true }).click();
  const timeline = page.getByLabel("Timeline (Markdown)");
  await expect(timeline).toHaveValue(/\*\*Steps\*\*: 1 done, 2 open\n/);
  await expect(timeline).toHaveValue(/## Open steps\n\n- Ask the database\n- Roll it back\n/);
});

test("a runbook without steps can be logged", async ({ page }) => {
  await open(page, own, "r/prose/");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(dock(page)).toContainText("no steps");
  await expect(dock(page).getByRole("button", { name: "Done" })).toHaveCount(0);
  await dock(page).getByRole("button", { name: "Add note" }).click();
  await page.locator("#bg-note").fill("called");
  await page.keyboard.press("Control+Enter");
  await saved(page);
});

test("whoever comes back goes on first", async ({ page }) => {
  await open(page, own, "r/long/");
  const run = await start(page);
  expect(await page.title()).toMatch(/^Run \d\d:\d\d UTC · /);
  await open(page, own, "r/long/");
  const first = page.locator("#bg-actions > *").first();
  await expect(first).toHaveText(/^Continue Long/);
  await first.click();
  await expect(page).toHaveURL(new RegExp(`run=${run}`));
});

test("text of twice the size: the dock breaks its lines, and nothing is cut off", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.style.fontSize = "32px")));
  await open(page, own, "r/long/");
  await start(page);
  for (const button of await dock(page).getByRole("button").all()) {
    if (!(await button.isVisible())) continue;
    const { x, width } = await button.boundingBox();
    expect(x + width).toBeLessThanOrEqual(360);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("a low window keeps its room for the steps", async ({ page }) => {
  for (const [width, height] of [[640, 360], [320, 256]]) {
    await page.setViewportSize({ width, height });
    await open(page, own, "r/long/");
    await start(page);
    expect((await dock(page).boundingBox()).height).toBeLessThanOrEqual(64);
    const [inner, outer] = [dock(page).getByRole("button", { name: "Escalate" }), dock(page)];
    await inner.focus();
    const [button, whole] = [await inner.boundingBox(), await outer.boundingBox()];
    expect(button.x + button.width).toBeLessThanOrEqual(whole.x + whole.width);
  }
});
