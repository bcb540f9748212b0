// The health of the runbooks, drills, and the ways in from an alert.

import { violations } from "./axe.mjs";
import { expect, open, ready, test } from "./fixtures.mjs";
import { install } from "./offline.mjs";
import { saved, siteOf, start } from "./run.mjs";

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

3. Tell the warehouse
${footer("2026-01-31", "Orders", "Monthly")}`;

const SOURCES = {
  "queue.md": QUEUE,
  "disk.md": `# Disk full\n\nNothing to begin a drill with.\n${footer("2026-02-20", "Storage", "Monthly")}`,
  "old.md": `# Old\n${footer("2024-02-29", "Storage", "Yearly")}`,
  "plain.md": "# Plain\n",
};
let made;
test.beforeAll(async () => {
  made = await siteOf(SOURCES);
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
  expect(await violations(page)).toEqual([]);
});

test("sections, problems and changes stand on the page; the quarter's checklist is Markdown to be copied", async ({ page, site }) => {
  await page.clock.setFixedTime(new Date("2026-03-01T12:00:00"));
  await open(page, site, "review/");
  const body = page.locator("main .bg-body");
  await expect(body.getByRole("group", { name: "Sections" }).locator("tr", { hasText: "Diagnosis" }).locator("td")).toHaveText("1 of 4");
  await expect(body.locator(".bg-review-changes li")).toHaveText(["2026-02-20 Disk full, Storage", "2026-01-31 Queue stuck, Orders", "2024-02-29 Old, Storage"]);
  await expect(body.locator(".bg-review-problems > li").first()).toContainText(/error|warning/);
  const list = page.getByLabel("Checklist (Markdown)");
  await expect(list).toHaveValue(/^# Runbook review 2026 Q1\n\n## Due by the end of the quarter\n\n### Orders\n\n- \[ \] Queue stuck \(due 2026-02-28\)\n/);
  await expect(list).toHaveValue(/### Storage\n\n- \[ \] Old \(due 2025-02-28\)\n- \[ \] Disk full \(due 2026-03-20\)\n/);
  await page.getByRole("button", { name: "Copy the checklist" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("1 runbook without an owner");
});

for (const { timezoneId, words } of [
  { timezoneId: "Pacific/Kiritimati", words: "1 day overdue" },
  { timezoneId: "Europe/Berlin", words: "due today" },
  { timezoneId: "Etc/GMT+12", words: "due in 1 day" },
]) {
  test.describe(timezoneId, () => {
    test.use({ timezoneId });
    test("today is the reader's day", async ({ page, site }) => {
      // The last day of a February in UTC.
      await page.clock.setFixedTime(new Date("2026-02-28T11:30:00Z"));
      await open(page, site, "review/");
      await expect(page.locator('#bg-review tr[data-id="queue"] .bg-review-words')).toHaveText(words);
    });
  });
}

test("the feed of changes is XML, as an Atom feed has to be", async ({ page, site }) => {
  await open(page, site, "review/");
  await page.getByRole("link", { name: "Feed of changes" }).evaluate((link) => void (window.bgTestFeed = link.href));
  const feed = await page.evaluate(async () => {
    const document = new DOMParser().parseFromString(await (await fetch(window.bgTestFeed)).text(), "application/xml");
    const one = (parent, name) => parent.getElementsByTagNameNS("http://www.w3.org/2005/Atom", name)[0]?.textContent;
    const entries = [...document.getElementsByTagNameNS("http://www.w3.org/2005/Atom", "entry")];
    return {
      error: document.querySelector("parsererror")?.textContent,
      root: document.documentElement.localName,
      ids: [document.documentElement, ...entries].map((element) => one(element, "id")),
      titles: entries.map((entry) => one(entry, "title")),
      updated: entries.map((entry) => one(entry, "updated")),
    };
  });
  expect(feed.error).toBeUndefined();
  expect(feed.root).toBe("feed");
  expect(feed.titles).toEqual(["Disk full", "Queue stuck", "Old"]);
  expect(feed.updated).toEqual(["2026-02-20T00:00:00Z", "2026-01-31T00:00:00Z", "2024-02-29T00:00:00Z"]);
  for (const id of feed.ids) expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(feed.ids).size).toBe(4);
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
  const left = report.locator("div", { hasText: "Steps left open" });
  await left.getByText("1", { exact: true }).click();
  await expect(left.getByRole("listitem")).toHaveText("Tell the warehouse");
  await expect(page.locator('#bg-review tr[data-id="queue"] td').last()).toContainText("drilled");
});

test("on a laptop every column of the table is seen, and no box stands in it", async ({ page, site }) => {
  await page.clock.setFixedTime(new Date("2026-11-27T12:00:00Z"));
  await page.setViewportSize({ width: 1024, height: 800 });
  await open(page, site, "review/");
  await expect(page.getByRole("columnheader", { name: "Last run" })).toBeVisible();
  const [frame, table] = await page.locator("#bg-review").evaluate((table) => [table.parentElement.clientWidth, table.scrollWidth]);
  expect(table).toBeLessThanOrEqual(frame);
  // "2 of 9" on one line.
  const lines = await page.locator("#bg-review summary").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  expect(lines.length).toBeGreaterThan(0);
  expect(Math.max(...lines)).toBeLessThan(40);
});

test("on paper the table's words stay whole, and its tools are left out", async ({ page, site }) => {
  // A4 without its margins.
  await page.setViewportSize({ width: 688, height: 900 });
  await open(page, site, "review/");
  await expect(page.getByRole("columnheader", { name: "Last run" })).toBeAttached();
  await page.emulateMedia({ media: "print" });
  const table = page.locator("#bg-review");
  const broken = await table.evaluate((table) => {
    const [range, broken] = [document.createRange(), []];
    const walker = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const { 0: word, index } of walker.currentNode.data.matchAll(/\p{L}+/gu)) {
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
    }
    return broken;
  });
  expect(broken).toEqual([]);
  expect(await table.evaluate((table) => table.getBoundingClientRect().right)).toBeLessThanOrEqual(688);
  await expect(page.getByRole("button", { name: "Start a drill" })).toBeHidden();
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

test("runs of this browser are evidence: used, an incident after the update, changed since the drill", async ({ page, site }) => {
  await page.clock.setFixedTime(new Date("2026-03-01T12:00:00"));
  await open(page, site, "review/");
  const asked = (heading) => page.locator("#bg-drills h3", { hasText: heading }).locator("+ ul li");
  await expect(page.locator("#bg-drills")).toContainText("Nothing.");
  await open(page, site, "r/queue/");
  await start(page);
  await page.getByRole("button", { name: "Finish run" }).click();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await page.keyboard.press("Escape");
  await saved(page);
  await open(page, site, "review/");
  await expect(asked("Used in the last week")).toHaveText(["Queue stuck (1 run, last on 2026-03-01)"]);
  await expect(asked("An incident finished after the last update")).toHaveText(["Queue stuck (finished on 2026-03-01)"]);
  await expect(asked("Changed since the last drill")).toHaveCount(0);
});

/** Imports what another device exported, and turns to the review. */
async function reviewed(page, site, runs) {
  const file = { format: "breakglass-run", version: 2, runs };
  await page.clock.setFixedTime(new Date("2026-03-01T12:00:00"));
  await open(page, site, "runs/");
  await page.getByLabel("A run’s JSON file").setInputFiles({ name: "run.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await page.getByRole("group", { name: "Import preview" }).getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("Imported.")).toBeVisible();
  await open(page, site, "review/");
}

test("a drill in which nothing was tried is reported and counts for nothing", async ({ page, site }) => {
  const at = Date.parse("2026-01-10T10:00:00Z");
  const event = (run, n, kind, more) => ({ v: 2, id: `${run}-${n}`, run, kind, clock: n, at: at + n * 1_000, zone: 0, who: "Lin", ...more });
  const drill = (run, events) => {
    const begin = [event(run, 1, "start", { target: "queue", label: "Queue stuck", value: "drill" }), event(run, 2, "set", { target: "drill", value: "500", text: "Orders wait" })];
    const rest = events.map(([kind, more], at) => event(run, 3 + at, kind, more));
    return { id: run, events: [...begin, ...rest, event(run, 9, "finish", {})] };
  };
  const skip = ["mark", { target: "diagnosis/look", label: "Look", value: "skipped", text: "not today" }];
  const runs = [drill("lin", [skip])];
  await reviewed(page, site, runs);
  await expect(page.locator('#bg-review tr[data-id="queue"] td').last()).toHaveText("2026-01-10");
  await expect(page.locator("#bg-drills ol li").filter({ hasText: "Queue stuck" })).toHaveText("Queue stuck (last drilled: never)");
  await expect(page.locator("#bg-drills")).toContainText("A drill counts when it is finished and something in it was tried");
  const counts = page.locator(".bg-drill-reports li").first().locator("div", { hasText: "Counts" }).locator("dd");
  await expect(counts).toHaveText("No: nothing was tried");
});

test("runs that others exported are evidence once they are imported", async ({ page, site }) => {
  const at = Date.parse("2026-01-10T10:00:00Z");
  const event = (n, kind, more) => ({ v: 2, id: `lin-${n}`, run: "lin", kind, clock: n, at: at + n * 60_000, zone: 0, who: "Lin", ...more });
  const events = [event(1, "start", { target: "queue", label: "Queue stuck", value: "drill" }), event(2, "mark", { target: "diagnosis/look", label: "Look", value: "done" }), event(3, "finish", {})];
  const runs = [{ id: "lin", events }];
  await reviewed(page, site, runs);
  await expect(page.locator('#bg-review tr[data-id="queue"] td').last()).toHaveText("2026-01-10, drilled 2026-01-10");
  await expect(page.locator("#bg-drills h3", { hasText: "Changed since the last drill" }).locator("+ ul li")).toHaveText(["Queue stuck (drilled on 2026-01-10)"]);
  // Those never drilled go before it.
  await expect(page.locator("#bg-drills ol li").last()).toHaveText("Queue stuck (last drilled: 2026-01-10)");
});

test.describe("with the host down, on a phone, by keyboard", () => {
  test.use({
    serviceWorkers: "allow",
    viewport: { width: 360, height: 640 },
    site: async ({}, use) => {
      const own = await siteOf(SOURCES);
      await use(own);
      await own.close();
    },
  });
  test.beforeEach(({ guard }) => guard.allow(/console error: (Failed to load resource|.*(503|ERR_))/));

  /** Presses a key on an element, as whoever has no mouse. */
  const press = async (locator, key = "Enter") => {
    await locator.focus();
    await locator.press(key);
  };

  test("the review page sorts and filters; a drill goes from its scenario to its report, and asks again when the text changes", async ({ page, site }) => {
    await install(page, site, "review/");
    await site.server.stop();
    await page.goto(`${site.url}review/`);
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await press(page.getByRole("button", { name: "Runbook", exact: true }));
    expect(await titles(page)).toEqual(["Disk full", "Old", "Plain", "Queue stuck"]);
    await page.getByRole("combobox", { name: "Owner" }).selectOption("storage");
    expect(await titles(page)).toEqual(["Disk full", "Old"]);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }

    await press(page.getByRole("button", { name: "Start a drill" }));
    const banner = page.getByRole("region", { name: "Drill" });
    await expect(banner).toContainText("Orders wait longer than five minutes");
    expect(await violations(page)).toEqual([]);
    // Found as at 3 a.m.: by the search.
    await page.keyboard.press("/");
    await page.keyboard.type("orders wait");
    await expect(page.getByRole("option", { name: /Queue stuck/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.locator("h1")).toHaveText("Queue stuck");
    await expect(banner).toContainText("Found after");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await press(page.getByRole("button", { name: "Start run" }));
    await expect(page.getByRole("checkbox").first()).toBeVisible();
    await saved(page);
    await press(page.getByRole("button", { name: "Skip…" }));
    await page.getByLabel("Why").fill("no pods here");
    await press(page.getByRole("button", { name: "Log it" }));
    await saved(page);
    await press(page.getByRole("checkbox", { name: "Read the log" }), "Space");
    await saved(page);
    await press(page.getByRole("button", { name: "Finish run" }));
    await press(page.getByRole("button", { name: "Finish", exact: true }));
    await page.keyboard.press("Escape");
    await saved(page);
    await page.goto(`${site.url}review/`);
    await ready(page);
    const report = page.locator(".bg-drill-reports li").first();
    await expect(report.locator("div", { hasText: "Time to find the runbook" }).locator("dd")).toHaveText(/\d/);
    await expect(report.locator("div", { hasText: "Steps skipped" }).locator("dd")).toHaveText("Look at the pods");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await violations(page)).toEqual([]);

    // The host is back with another text, on the same day: nobody has tried that one.
    await site.server.listen(site.server.port);
    site.rebuild({ "queue.md": QUEUE.replace("Read the log", "Read the log of the last hour") });
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister());
    await page.goto(`${site.url}review/`);
    await ready(page);
    await expect(page.locator("#bg-drills h3", { hasText: "Changed since the last drill" }).locator("+ ul li")).toContainText(["Queue stuck (drilled on "]);
  });
});
