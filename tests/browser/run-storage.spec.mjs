// What a run survives: a killed browser, other tabs, a full or cleared or forbidden storage, a broken record.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, open, ready, test } from "./fixtures.mjs";
import { killable } from "./killable.mjs";
import { longRunbook, records, saved, shown, siteOf, start, status } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

let made;
test.beforeAll(async () => {
  made = await siteOf({ "long.md": longRunbook(40) + "\n## Verification\n\n- [ ] Queue is short\n" });
});
test.afterAll(() => made?.close());
test.use({ site: async ({}, use) => use(made) });

const KILLS = process.env.BREAKGLASS_SOAK ? 50 : 5;

test(`nothing that was shown as saved is missing after ${KILLS} kills`, async ({ site }) => {
  test.setTimeout(KILLS * 30_000);
  const profile = mkdtempSync(join(tmpdir(), "breakglass-kill-"));
  let run;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const browser = await killable(profile);
    const { page } = browser;
    await open(page, site, run ? `r/long/?run=${run}` : "r/long/");
    run ??= await start(page);
    const box = page.getByRole("checkbox").nth(kill % 40);
    if (await box.isChecked()) await box.uncheck();
    await box.check();
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByRole("textbox", { name: "Note" }).fill(`note ${kill}`);
    await page.getByRole("button", { name: "Log note" }).click();
    await page.getByLabel("Observed: Queue is short").fill(`value ${kill}`);
    // The last act: killed as soon as the page says that it is on the disk.
    await page.evaluate(() => {
      const field = document.querySelector(".bg-observed");
      return new Promise((done) => {
        field.dispatchEvent(new Event("change", { bubbles: true }));
        const line = document.querySelector(".bg-run-status");
        const look = () => (line.textContent === "Saved" ? done() : setTimeout(look, 0));
        setTimeout(look, 0);
      });
    });
    await browser.kill();
    const again = await killable(profile);
    await open(again.page, site, `r/long/?run=${run}`);
    await expect(again.page.getByRole("checkbox").nth(kill % 40)).toBeChecked();
    await expect(again.page.getByLabel("Observed: Queue is short")).toHaveValue(`value ${kill}`);
    const stored = (await records(again.page)).join("\n");
    for (let note = 0; note <= kill; note += 1) expect(stored).toContain(`note ${note}"`);
    await again.kill();
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

test("two tabs with 500 interleaved actions end equal", async ({ page, site, context }) => {
  test.setTimeout(120_000);
  await open(page, site, "r/long/");
  const run = await start(page);
  const other = await context.newPage();
  await open(other, site, `r/long/?run=${run}`);
  const act = (seed) => async (page) =>
    page.evaluate(async (seed) => {
      let random = seed;
      const next = (below) => ((random = (random * 1103515245 + 12345) % 2147483648) >> 8) % below;
      const boxes = [...document.querySelectorAll(".bg-tick input")];
      for (let count = 0; count < 250; count += 1) {
        boxes[next(boxes.length)].click();
        if (next(4) === 0) await new Promise((later) => setTimeout(later, next(8)));
      }
    }, seed);
  await Promise.all([act(7)(page), act(99)(other)]);
  await saved(page);
  await saved(other);
  await expect.poll(async () => JSON.stringify(await shown(page)) === JSON.stringify(await shown(other))).toBe(true);
  const before = await shown(page);
  expect(before.filter(([, ticked]) => ticked).length).toBeGreaterThan(0);
  expect((await records(page)).filter((text) => text.includes('"mark"'))).toHaveLength(500);
  await page.reload();
  await ready(page);
  expect(await shown(page)).toEqual(before);
});

test("a full disk is told, nothing is lost, and what was missing is stored once there is room", async ({ page, site, guard }) => {
  guard.allow(/.*/);
  await open(page, site, "r/long/");
  await start(page);
  // As Chromium does it: the transaction aborts with the reason. (Its override of the quota does not reach IndexedDB.)
  await page.evaluate(() => {
    const real = IDBObjectStore.prototype.put;
    window.full = true;
    IDBObjectStore.prototype.put = function (...all) {
      const request = real.apply(this, all);
      if (window.full) {
        const { transaction } = this;
        Object.defineProperty(transaction, "error", { get: () => new DOMException("full", "QuotaExceededError") });
        request.addEventListener("success", () => transaction.abort());
      }
      return request;
    };
  });
  await page.getByRole("checkbox").first().click();
  await expect(status(page)).toContainText("no room left");
  await expect(status(page)).not.toContainText("Saved");
  await expect(page.getByRole("checkbox").first()).toBeChecked();
  await page.getByRole("button", { name: "Export timeline" }).click();
  await expect(page.getByLabel("Timeline (Markdown)")).toHaveValue(/Do thing number 1/);
  await page.keyboard.press("Escape");
  await page.evaluate(() => void (window.full = false));
  await page.getByRole("checkbox").nth(1).click();
  await saved(page);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeChecked();
  await expect(page.getByRole("checkbox").nth(1)).toBeChecked();
});

test("a transaction that is aborted before its last request is told, and leaves nothing uncaught", async ({ page, site }) => {
  await open(page, site, "r/long/");
  await start(page);
  await page.evaluate(() => {
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) {
      const request = real.apply(this, all);
      this.transaction.abort();
      return request;
    };
  });
  await page.getByRole("checkbox").first().click();
  await expect(status(page)).toContainText("Not stored");
});

test("without IndexedDB the run is kept, and said not to be safe from a crash", async ({ page, site }) => {
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { get: () => undefined }));
  await open(page, site, "r/long/");
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(status(page)).toContainText("a crash of the browser can lose");
  await page.getByRole("checkbox").first().click();
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeChecked();
});

test("without any storage the run lives in the page, and says so", async ({ page, site, guard }) => {
  guard.allow(/.*/);
  await page.addInitScript(() => {
    for (const name of ["indexedDB", "localStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  await open(page, site, "r/long/");
  await page.getByRole("button", { name: "Start run" }).click();
  await page.getByRole("checkbox").first().click();
  await expect(status(page)).toContainText("this page only");
  await page.getByRole("button", { name: "Export timeline" }).click();
  await expect(page.getByLabel("Timeline (Markdown)")).toHaveValue(/Do thing number 1/);
});

test("storage that is cleared under a run is told, and the run is written again", async ({ page, site, context }) => {
  await open(page, site, "r/long/");
  await start(page);
  await page.getByRole("checkbox").first().click();
  await saved(page);
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: new URL(page.url()).origin, storageTypes: "all" });
  await page.getByRole("checkbox").nth(1).click();
  await expect(page.locator(".bg-run-trouble")).toContainText("storage was cleared");
  await saved(page);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeChecked();
  await expect(page.getByRole("checkbox").nth(1)).toBeChecked();
});

test("a broken record is set aside and shown, never overwritten", async ({ page, site }) => {
  await open(page, site, "r/long/");
  const run = await start(page);
  await page.getByRole("checkbox").first().click();
  await saved(page);
  await page.evaluate(async (run) => {
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.endsWith("runs"));
    const open = indexedDB.open(name);
    const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    const transaction = database.transaction("records", "readwrite");
    const store = transaction.objectStore("records");
    store.put('{"v":2,"id":"half', `e/${run}/half`);
    store.put('{"v":9,"id":"later","run":"x"}', `e/${run}/later`);
    store.put({ not: "text" }, `e/${run}/object`);
    await new Promise((done) => (transaction.oncomplete = done));
    database.close();
  }, run);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeChecked();
  await page.getByRole("checkbox").nth(1).click();
  await saved(page);
  await open(page, site, "runs/");
  const aside = page.locator("section", { has: page.getByRole("heading", { name: "Set aside" }) });
  await expect(aside).toContainText("half");
  await expect(aside).toContainText("newer version");
  const stored = await records(page);
  expect(stored).toContain('{"v":2,"id":"half');
  expect(stored).toContain('{"v":9,"id":"later","run":"x"}');
});

// A database that does not answer, as under load: requests for it are never settled until `window.answers` is set.
const deaf = (page, closed = false) =>
  page.addInitScript((closed) => {
    const real = IDBFactory.prototype.open;
    window.answers = false;
    window.asked = 0;
    IDBFactory.prototype.open = function (...all) {
      window.asked += 1;
      if (window.answers) return real.apply(this, all);
      const held = new EventTarget();
      const wait = setInterval(() => {
        if (!window.answers) return;
        clearInterval(wait);
        const request = real.apply(this, all);
        Object.defineProperty(held, "result", { get: () => request.result });
        request.onupgradeneeded = (event) => held.onupgradeneeded?.(event);
        request.onsuccess = (event) => held.onsuccess?.(event);
      }, 50);
      return held;
    };
    if (closed) Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  }, closed);

const trouble = (page) => page.locator(".bg-run-trouble");

for (const [name, closed] of [
  ["the small storage", false],
  ["memory", true],
]) {
  test(`a database that opens late takes over what ${name} has, and says so`, async ({ page, site, context }) => {
    // An earlier run, which must be there afterwards as it was.
    await open(page, site, "r/long/");
    const earlier = await start(page);
    await page.getByRole("checkbox").nth(2).click();
    await saved(page);
    const before = await records(page);
    await page.close();

    const late = await context.newPage();
    await deaf(late, closed);
    await late.goto(`${site.url}r/long/`);
    await ready(late);
    await late.getByRole("button", { name: "Start run" }).click();
    await late.getByRole("checkbox").first().click();
    await expect(trouble(late)).toContainText("has not opened yet");
    await expect(status(late)).not.toContainText("Saved");
    await expect(status(late)).toContainText(closed ? "this page only" : "a crash of the browser can lose");
    await late.evaluate(() => void (window.answers = true));
    await expect(trouble(late)).toContainText("has opened late", { timeout: 20_000 });
    await saved(late);
    await late.getByRole("checkbox").nth(1).click();
    await saved(late);
    const run = new URL(late.url()).searchParams.get("run");
    expect(run).not.toBe(earlier);
    const after = await records(late);
    for (const record of before) expect(after).toContain(record);
    expect(after.filter((text) => text.includes(`"run":"${run}"`) && text.includes('"mark"'))).toHaveLength(2);
    // Nothing is left where it stood meanwhile.
    expect(await late.evaluate(() => Object.keys(localStorage).filter((key) => /runs:[es]\//.test(key)))).toEqual([]);
    await late.close();

    const again = await context.newPage();
    await open(again, site, `r/long/?run=${run}`);
    await expect(again.getByRole("checkbox").first()).toBeChecked();
    await expect(again.getByRole("checkbox").nth(1)).toBeChecked();
    await open(again, site, `r/long/?run=${earlier}`);
    expect((await shown(again)).map(([, ticked]) => ticked).slice(0, 4)).toEqual([false, false, true, false]);
  });
}

test("a run that is started before the database has answered is stored as soon as it does", async ({ page, site }) => {
  await page.addInitScript(() => {
    const real = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...all) {
      const request = real.apply(this, all);
      const held = new EventTarget();
      Object.defineProperty(held, "result", { get: () => request.result });
      request.onupgradeneeded = (event) => held.onupgradeneeded?.(event);
      request.onsuccess = (event) => setTimeout(() => held.onsuccess?.(event), 2_500);
      return held;
    };
    // Whatever the page says of it.
    window.said = [];
    setInterval(() => window.said.push(document.querySelector(".bg-run-status")?.textContent), 20);
  });
  await open(page, site, "r/long/");
  const button = page.getByRole("button", { name: "Start run" });
  await button.hover();
  // Until the runner is there, boot.js keeps the press for it, and the database is asked for by then.
  await expect(async () => {
    expect(await page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("runner_bg")))).toBe(true);
  }).toPass();
  await page.waitForTimeout(800);
  await button.click();
  await saved(page);
  expect((await page.evaluate(() => window.said)).filter((words) => /keeps nothing|crash/.test(words))).toEqual([]);
  await page.reload();
  await ready(page);
  await expect(page.getByRole("checkbox").first()).toBeVisible();
});

test("a run that the address names is shown once the database opens late", async ({ page, site, context }) => {
  await open(page, site, "r/long/");
  const run = await start(page);
  await page.getByRole("checkbox").first().click();
  await saved(page);
  await page.close();
  const late = await context.newPage();
  await deaf(late);
  await late.goto(`${site.url}r/long/?run=${run}`);
  await ready(late);
  await expect(late.getByRole("alert").filter({ hasText: "has not opened yet" })).toBeVisible();
  await expect(late.getByText("is not on this device")).toHaveCount(0);
  await late.evaluate(() => void (window.answers = true));
  await expect(late.getByRole("checkbox").first()).toBeChecked({ timeout: 20_000 });
  await expect(late.getByText("has not opened yet")).toHaveCount(0);
  await late.getByRole("checkbox").nth(1).click();
  await saved(late);
});

test("what was kept beside a database that never opened moves into it at the next visit", async ({ page, site, context }) => {
  await deaf(page);
  await page.goto(`${site.url}r/long/`);
  await ready(page);
  await page.getByRole("button", { name: "Start run" }).click();
  await page.getByRole("checkbox").first().click();
  await expect(status(page)).toContainText("a crash of the browser can lose");
  const run = new URL(page.url()).searchParams.get("run");
  await page.close();
  const next = await context.newPage();
  await open(next, site, `r/long/?run=${run}`);
  await expect(next.getByRole("checkbox").first()).toBeChecked();
  await next.getByRole("checkbox").nth(1).click();
  await saved(next);
  expect((await records(next)).filter((text) => text.includes(`"run":"${run}"`) && text.includes('"mark"'))).toHaveLength(2);
  expect(await next.evaluate(() => Object.keys(localStorage).filter((key) => /runs:[es]\//.test(key)))).toEqual([]);
});

test("an answer that comes too late is closed", async ({ page, site, guard }) => {
  guard.allow(/.*/);
  await page.addInitScript(() => {
    const real = IDBFactory.prototype.open;
    let first = true;
    window.bgTestClosed = 0;
    const close = IDBDatabase.prototype.close;
    IDBDatabase.prototype.close = function () {
      window.bgTestClosed += 1;
      close.call(this);
    };
    IDBFactory.prototype.open = function (...all) {
      const request = real.apply(this, all);
      if (!first || !String(all[0]).endsWith("runs")) return request;
      first = false;
      // The answer is there, and told after six seconds.
      const held = new EventTarget();
      Object.defineProperty(held, "result", { get: () => request.result });
      request.onupgradeneeded = (event) => held.onupgradeneeded?.(event);
      request.onsuccess = (event) => setTimeout(() => held.onsuccess?.(event), 6_000);
      return held;
    };
  });
  await page.goto(`${site.url}r/long/`);
  await ready(page);
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(trouble(page)).toContainText("has opened late", { timeout: 20_000 });
  await saved(page);
  await expect.poll(() => page.evaluate(() => window.bgTestClosed)).toBe(1);
});

test("an act is shown though the disk takes its time, and called saved only then", async ({ page, site }) => {
  await page.addInitScript(() => {
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) {
      // A transaction lives as long as something is asked of it.
      const ask = () => {
        if (window.slow) this.count().onsuccess = ask;
      };
      ask();
      return real.apply(this, all);
    };
  });
  await open(page, site, "r/long/");
  await start(page);
  await saved(page);
  await page.evaluate(() => {
    window.slow = true;
  });
  const step = page.locator("[data-step]").first();
  await page.getByRole("checkbox").first().check();
  await expect(step).toHaveAttribute("data-mark", "done");
  await expect(page.locator(".bg-step-words").first()).toContainText("Done");
  await expect(status(page)).toHaveText("Saving…");
  await page.evaluate(() => {
    window.slow = false;
  });
  await saved(page);
});

test("keys that are faster than the disk act on what the last one did", async ({ page, site }) => {
  await open(page, site, "r/long/");
  await start(page);
  await saved(page);
  const boxes = page.getByRole("checkbox");
  const press = (keys) =>
    page.evaluate((keys) => {
      for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }, keys);
  await press(["x", "k", "x"]);
  await saved(page);
  // Ticked, gone back to, taken back; the third was not reached.
  await expect(boxes.nth(0)).not.toBeChecked();
  await expect(page.locator("[data-mark=done]")).toHaveCount(0);
  expect((await records(page)).filter((record) => record.includes('"mark"'))).toHaveLength(2);
  await press(["x", "x", "x"]);
  await saved(page);
  for (const at of [0, 1, 2]) await expect(boxes.nth(at)).toBeChecked();
});
