// The engine of Safari: what the site is for works there, too.

import { expect, test } from "./fixtures.mjs";
import { WebKit } from "./webkit.mjs";

const ENTER = "\uE007";

test("works in WebKit: search, a run that outlives a reload, a draft, and all of it with the host gone", async ({ base, site }) => {
  test.skip(base === "/", "once is enough");
  test.setTimeout(180_000);
  const { webkit, why } = await WebKit.tryStart();
  test.skip(!webkit, why);
  const eventually = (work, ...values) => expect.poll(() => webkit.evaluate(work, ...values), { timeout: 30_000 });
  const state = (name) => eventually((name) => document.documentElement?.dataset[name], name);
  const press = (name) => webkit.evaluate((name) => [...document.querySelectorAll("button")].find((button) => button.textContent === name).click(), name);
  const ticked = () => eventually(() => [...document.querySelectorAll(".bg-tick input")].filter((box) => box.checked).length);
  try {
    await webkit.goto(site.url);
    await state("app").toBe("ready");
    await state("offline").toBe("ready");

    // Two columns begin at one height.
    const tops = await webkit.evaluate(() => {
      const headings = [...document.querySelectorAll(".bg-category h2")].map((heading) => heading.getBoundingClientRect());
      return [...new Set(headings.map(({ x }) => x))].map((column) => Math.min(...headings.filter(({ x }) => x === column).map(({ y }) => y)));
    });
    expect(tops).toEqual([tops[0], tops[0]]);

    await site.stop();
    await webkit.press("/");
    await webkit.press("replica lag");
    await eventually(() => document.querySelector("[role=option]")?.textContent).toContain("Replication Lag");
    await webkit.press(ENTER);
    await eventually(() => document.querySelector("h1").textContent).toContain("Replication Lag");

    await press("Start run");
    await eventually(() => document.querySelectorAll(".bg-tick input").length).toBeGreaterThan(3);
    await webkit.evaluate(() => document.querySelector(".bg-tick input").click());
    await eventually(() => document.querySelector(".bg-run-status").textContent).toBe("Saved");
    await webkit.reload();
    await state("app").toBe("ready");
    await ticked().toBe(1);
    await press("Export timeline");
    await eventually(() => [...document.querySelectorAll("dialog textarea")].map((field) => field.value).join()).toContain("Replication Lag");

    await webkit.goto(`${site.url}write/`);
    await eventually(() => [...document.querySelectorAll("button")].some((button) => button.textContent === "Next")).toBe(true);
    await press("Next");
    await eventually(() => [...document.querySelectorAll("main label")].some((label) => label.textContent.startsWith("Title"))).toBe(true);
    await webkit.evaluate(() => [...document.querySelectorAll("main label")].find((label) => label.textContent.startsWith("Title")).control.focus());
    await webkit.press("Ledger queue stuck");
    await eventually(() => document.querySelector("[aria-label=Preview], .bg-preview")?.textContent ?? "").toContain("Ledger queue stuck");
    await eventually(() => document.body.textContent.includes("Draft stored on this device")).toBe(true);
    await webkit.reload();
    await eventually(() => document.querySelector("main")?.textContent ?? "").toContain("Ledger queue stuck");
  } finally {
    await webkit.close();
  }
});
