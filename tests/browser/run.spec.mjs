// A run: ticked, skipped, noted, observed, branched, copied, finished, exported.

import { readFileSync } from "node:fs";
import { expect, open, ready, test } from "./fixtures.mjs";
import { longRunbook, records, saved, shown, siteOf, start, status } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

const RUNBOOK = `# Queue stuck

## Impact

- **Severity**: P1
- **Affected Users**: Buyers

## Diagnosis

### Step 1: Look at the pods

\`\`\`bash
kubectl get pods -n \${NAMESPACE}
\`\`\`

### Step 2: Log in

\`\`\`bash
PGPASSWORD=\${DB_PASSWORD} psql -h \${DB_HOST}
\`\`\`

## Resolution

### If caused by a full disk

1. Delete the old files

   \`\`\`bash
   kubectl delete pod \${POD} -n \${NAMESPACE}
   \`\`\`

   **Rollback**: there is none

### If caused by a deadlock

1. Restart the worker

## Verification

- [ ] Queue length is below 10
- [ ] No errors in the log

## Escalation

- **L1**: [+1 555 0100](tel:+15550100)
- **L2**: dba@example.com

## Related

- [Other](other.md)
`;

let made;
test.beforeAll(async () => {
  const inner = "# Inner\n\n## Resolution\n\n### If caused by a full disk\n\n#### If it holds logs\n\n1. Rotate them\n\n#### If it holds data\n\n1. Grow it\n\n### If caused by a release\n\n1. Roll back\n";
  made = await siteOf({ "inner.md": inner, "queue.md": RUNBOOK, "other.md": "# Other\n\n## Diagnosis\n\n1. One thing\n2. Another\n", "long.md": longRunbook(200) });
});
test.afterAll(() => made.close());
test.use({ site: async ({}, use) => use(made), permissions: ["clipboard-read", "clipboard-write"] });

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test("one act starts a run; every step is one checkbox named by its text; a reload has it all", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await page.evaluate(() => {
    window.early = [];
    new MutationObserver(() => {
      if (document.querySelector("input[type=checkbox]")) window.early.push(location.search);
    }).observe(document.body, { childList: true, subtree: true });
  });
  const run = await start(page);
  expect(run).toBeTruthy();
  expect((await page.evaluate(() => window.early))[0]).toContain(`run=${run}`);
  const names = await page.getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.ariaLabel));
  expect(names).toEqual([
    "Look at the pods",
    "Log in",
    "Delete the old files",
    "Restart the worker",
    "Queue length is below 10",
    "No errors in the log",
  ]);
  await page.getByRole("checkbox", { name: "Look at the pods" }).click();
  await saved(page);
  await page.getByLabel("Observed: Queue length is below 10").fill("3");
  await page.getByLabel("Observed: Queue length is below 10").blur();
  await saved(page);
  const before = await shown(page);
  await page.reload();
  // What the page says it is, it is at once: no waiting here.
  await ready(page);
  expect(await shown(page)).toEqual(before);
  expect(before[0][1]).toBe(true);
  expect(before[4][3]).toBe("3");
});

test("skipped, failed, noted, corrected: all of it is in the timeline", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await start(page);
  await page.getByRole("button", { name: "Skip…" }).click();
  await page.getByLabel("Why").fill("not our cluster");
  await page.getByRole("button", { name: "Log it" }).click();
  await saved(page);
  await expect(page.locator('.bg-step-line[data-at="0"]')).toContainText("Skipped");
  await page.getByRole("button", { name: "Add note" }).click();
  await page.getByLabel("Note").fill("TODO: write to the vendor\npassword=hunter2222");
  await page.getByLabel("Pasted output").fill("AKIAIOSFODNN7EXAMPLE seen");
  await page.getByRole("button", { name: "Log note" }).click();
  await saved(page);
  expect(JSON.stringify(await records(page))).not.toMatch(/hunter2222|AKIAIOSFODNN7EXAMPLE/);
  await page.getByRole("button", { name: "Export timeline" }).click();
  const text = await page.getByLabel("Timeline (Markdown)").inputValue();
  expect(text).toContain("» Skipped: Look at the pods");
  expect(text).toContain("not our cluster");
  expect(text).toContain("- [ ] write to the vendor");
  expect(text).not.toContain("hunter2222");
  const downloads = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const file = JSON.parse(readFileSync(await (await downloads).path(), "utf8"));
  expect(file.format).toBe("breakglass-run");
  expect(file.runs[0].source).toBe(RUNBOOK);
});

test("on paper nobody chooses a branch", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await start(page);
  const choice = page.getByRole("button", { name: /^Choose this branch/ }).first();
  await expect(choice).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(choice).toBeHidden();
});

test("long output stands at its step with its first lines, and whole in the timeline", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await start(page);
  await page.getByRole("button", { name: "Add note" }).click();
  await page.getByLabel("Pasted output").fill(Array.from({ length: 90 }, (_, at) => `p${at}`).join("\n"));
  await page.getByRole("button", { name: "Log note" }).click();
  await saved(page);
  const words = page.locator('.bg-step-line[data-at="0"] .bg-step-words');
  await expect(words).toHaveText(/p0\np1\np2\np3\np4\np5…$/);
  await page.getByRole("button", { name: "Export timeline" }).click();
  expect(await page.getByLabel("Timeline (Markdown)").inputValue()).toContain("p89");
});

test("a value is asked once, filled everywhere, quoted; a missing one blocks the copy; a secret one leaves no trace", async ({ page, site }) => {
  await open(page, site, "r/queue/#namespace=shop-prod");
  const group = page.getByRole("group", { name: "Variables" });
  await expect(group.getByLabel("NAMESPACE")).toHaveValue("shop-prod");
  const copy = (number) => page.locator(`figure[data-command="${number}"]`).getByRole("button", { name: "Copy", exact: true });
  await copy(1).click();
  await expect.poll(() => clipboard(page)).toBe("kubectl get pods -n shop-prod");
  await copy(2).click();
  await expect(page.getByRole("alert")).toContainText("No value for DB_PASSWORD, DB_HOST");
  expect(await clipboard(page)).toBe("kubectl get pods -n shop-prod");
  await page.getByRole("button", { name: "Copy with placeholders" }).click();
  await expect.poll(() => clipboard(page)).toContain("${DB_PASSWORD}");
  await start(page);
  await group.getByLabel("DB_PASSWORD").fill("s3cret pass");
  await group.getByLabel("DB_HOST").fill("db.internal");
  await group.getByLabel("DB_HOST").blur();
  await saved(page);
  await copy(2).click();
  await expect.poll(() => clipboard(page)).toContain("'s3cret pass'");
  await saved(page);
  const stored = (await records(page)).map((text) => JSON.parse(text.startsWith("{") ? text : "{}"));
  expect(JSON.stringify(stored)).not.toContain("s3cret");
  const copies = stored.filter(({ kind }) => kind === "copy");
  // The two before the run joined it.
  expect(copies).toHaveLength(3);
  expect(copies.some(({ values }) => values?.some(([name, value]) => name === "DB_PASSWORD" && value === "[secret]"))).toBe(true);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("s3cret");
  await page.reload();
  await ready(page);
  await expect(group.getByLabel("DB_HOST")).toHaveValue("db.internal");
  await expect(group.getByLabel("DB_PASSWORD")).toHaveValue("");
});

test("a destructive command shows itself filled and takes a second act", async ({ page, site }) => {
  await open(page, site, "r/queue/#namespace=shop&pod=worker-1");
  await start(page);
  await page.evaluate(() => navigator.clipboard.writeText("before"));
  const figure = page.locator('figure[data-command="3"]');
  await expect(figure).toContainText("Destructive");
  await figure.getByRole("button", { name: "Copy", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("kubectl delete pod worker-1 -n shop");
  await expect(dialog).toContainText("there is none");
  expect(await clipboard(page)).toBe("before");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  expect(await clipboard(page), "the usual key does not confirm").toBe("before");
  await figure.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByRole("button", { name: "Copy this command" }).click();
  await expect.poll(() => clipboard(page)).toBe("kubectl delete pod worker-1 -n shop");
});

test("a branch is chosen, the others fold away, and that can be undone", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await start(page);
  await page.getByRole("button", { name: /If caused by a deadlock/ }).click();
  await expect(page.getByRole("checkbox", { name: "Delete the old files" })).toBeHidden();
  await expect(page.getByRole("checkbox", { name: "Restart the worker" })).toBeVisible();
  await saved(page);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox", { name: "Delete the old files" })).toBeHidden();
  await page.getByRole("button", { name: /Undo: If caused by a deadlock/ }).click();
  await expect(page.getByRole("checkbox", { name: "Delete the old files" })).toBeVisible();
});

test("undoing a branch within a branch leaves the outer one chosen", async ({ page, site }) => {
  await open(page, site, "r/inner/");
  await start(page);
  const box = (name) => page.getByRole("checkbox", { name });
  await page.getByRole("button", { name: "Choose this branch: If caused by a full disk" }).click();
  await page.getByRole("button", { name: "Choose this branch: If it holds logs" }).click();
  await expect(box("Grow it")).toBeHidden();
  await page.getByRole("button", { name: "Chosen. Undo: If it holds logs" }).click();
  await expect(box("Grow it")).toBeVisible();
  await expect(box("Roll back")).toBeHidden();
  await page.getByRole("button", { name: "Chosen. Undo: If caused by a full disk" }).click();
  await expect(box("Roll back")).toBeVisible();
});

test("escalation is one act from any page, with whom, how and what to say; it is logged", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await page.getByRole("button", { name: "Escalate" }).click();
  await expect(page.getByRole("dialog")).toContainText("+1 555 0100");
  await expect(page.getByLabel("Message")).toHaveValue(/P1 Queue stuck: need help/);
  await page.keyboard.press("Escape");
  await start(page);
  await page.getByRole("button", { name: "Escalate" }).click();
  await page.getByLabel("Whom you called").fill("L2, Ada");
  await page.getByRole("button", { name: "Log escalation" }).click();
  await saved(page);
  expect((await records(page)).some((text) => text.includes('"escalate"') && text.includes("L2, Ada"))).toBe(true);
  for (const path of ["", "runs/"]) {
    await open(page, site, path);
    await page.getByRole("button", { name: "Escalate" }).click();
    await expect(page.getByRole("dialog")).toContainText("Emergency contacts");
    await page.keyboard.press("Escape");
  }
});

test("a run is finished, asks what to change, and stands on the page of runs; deleting it can be undone", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await start(page);
  await open(page, site);
  await expect(page.getByRole("region", { name: "Runs in progress" }).getByRole("link", { name: /Queue stuck/ })).toBeVisible();
  await page.getByRole("region", { name: "Runs in progress" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Run details" }).click();
  await page.getByLabel("Kind of run").selectOption("drill");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByRole("button", { name: "Change" }).click();
  await expect(page.locator(".bg-run-facts")).toContainText("Drill: not a real incident");
  await page.getByRole("button", { name: "Finish run" }).click();
  await page.getByLabel("Outcome").fill("Fixed");
  await page.getByLabel("What would you change in this runbook?").fill("Name the disk");
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await expect(page.getByLabel("Timeline (Markdown)")).toHaveValue(/Name the disk/);
  await page.keyboard.press("Escape");
  await saved(page);
  await open(page, site, "runs/");
  const drills = page.locator("section", { hasText: "Drills and training" });
  await expect(drills).toContainText("Queue stuck");
  await drills.getByRole("button", { name: /Delete/ }).click();
  const deleted = page.locator("section", { has: page.getByRole("heading", { name: "Deleted" }) });
  await deleted.getByRole("button", { name: /Undo/ }).click();
  await expect(drills).toContainText("Queue stuck");
});

test("a run of 200 steps: each tick is durable within a frame or two", async ({ page, site }) => {
  test.setTimeout(120_000);
  await open(page, site, "r/long/");
  await start(page);
  await expect(page.getByRole("checkbox")).toHaveCount(200);
  const times = await page.evaluate(async () => {
    const status = document.querySelector(".bg-run-status");
    const times = [];
    for (const box of document.querySelectorAll(".bg-tick input")) {
      const begun = performance.now();
      box.click();
      // Seen when it changes, not when a timer next looks: those are 4 ms apart.
      await new Promise((done) => {
        const observer = new MutationObserver(() => {
          if (status.textContent !== "Saved") return;
          observer.disconnect();
          done();
        });
        observer.observe(status, { childList: true, characterData: true, subtree: true });
      });
      times.push(performance.now() - begun);
    }
    return times.sort((a, b) => a - b);
  });
  const at = (share) => times[Math.floor(times.length * share)].toFixed(1);
  console.log(`tick to durable, 200 steps: median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(0.999)} ms`);
  expect((await shown(page)).every(([, ticked]) => ticked)).toBe(true);
  await page.reload();
  await ready(page);
  expect((await shown(page)).every(([, ticked]) => ticked)).toBe(true);
});

test("a file and a link hand a run over; an import is previewed and marked", async ({ page, site, browser }) => {
  await open(page, site, "r/queue/");
  const run = await start(page);
  await page.getByRole("checkbox", { name: "Look at the pods" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Export timeline" }).click();
  const downloads = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const file = await (await downloads).path();
  await page.getByRole("button", { name: "Copy hand-over link" }).click();
  await expect(page.getByText("Hand-over link copied")).toBeVisible();
  const link = await clipboard(page);
  expect(link).toContain("runs/#import=");
  expect(link).not.toContain("Look");
  for (const way of ["file", "link"]) {
    const other = await (await browser.newContext()).newPage();
    if (way === "link") {
      await other.goto(link);
      await ready(other);
    } else {
      await open(other, site, "runs/");
      await other.getByLabel("A run’s JSON file").setInputFiles({ name: "run.json", mimeType: "application/json", buffer: readFileSync(file) });
    }
    const preview = other.getByRole("group", { name: "Import preview" });
    await expect(preview).toContainText("events");
    await expect(other.locator(".bg-runs")).toHaveCount(0);
    await preview.getByRole("button", { name: "Import", exact: true }).click();
    await expect(other.getByText("Imported.")).toBeVisible();
    await open(other, site, `r/queue/?run=${run}`);
    await expect(other.getByRole("checkbox", { name: "Look at the pods" })).toBeChecked();
    await other.context().close();
  }
});

test("hostile imports are refused with a reason", async ({ page, site }) => {
  await open(page, site, "runs/");
  const field = page.getByLabel("A run’s JSON file");
  const file = (text) => ({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) });
  for (const text of ["", "[[[[", '{"format":"breakglass-run","version":9,"runs":[]}', "x".repeat(9 << 20)]) {
    await field.setInputFiles(file(text));
    await expect(page.getByText(/Nothing was imported|newer version/)).toBeVisible();
  }
  // A link whose content is far larger than it looks.
  const bomb = await page.evaluate(async () => {
    const stream = new Blob([new Uint8Array(4 << 20)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  });
  await page.goto("about:blank");
  await page.goto(`${site.url}runs/#import=${bomb}`);
  await expect(page.getByText(/Nothing was imported/)).toBeVisible();
});

test("Clear this device deletes everything, in other tabs too", async ({ page, site, context }) => {
  await open(page, site, "r/queue/");
  await start(page);
  const other = await context.newPage();
  await open(other, site, "runs/");
  await other.getByRole("button", { name: "Clear this device" }).click();
  await other.getByRole("button", { name: "Delete all runs" }).click();
  await expect(other.getByText("Everything is deleted.")).toBeVisible();
  await page.waitForTimeout(200);
  expect(await other.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name.endsWith("runs")).length)).toBe(0);
  await other.reload();
  await expect(other.getByText("No runs on this device yet")).toBeVisible();
  await expect(status(page)).toHaveCount(1);
});
