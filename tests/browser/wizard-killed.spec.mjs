// A browser that is killed while somebody types loses at most the last second.

import { chromium } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, ready, test } from "./fixtures.mjs";

test("killed while typing", async ({ site, launchOptions }) => {
  test.setTimeout(120_000);
  const profile = mkdtempSync(join(tmpdir(), "wizard-killed-"));
  try {
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions, headless: true });
    const page = await context.newPage();
    await page.goto(`${site.url}write/`);
    await ready(page);
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel("Title", { exact: true }).click();
    const typed = [];
    for (let at = 0; at < 60; at += 1) {
      await page.keyboard.type(`${at} `);
      typed.push({ at, time: Date.now() });
      await page.waitForTimeout(40);
    }
    const url = page.url();
    const killed = Date.now();
    // Every process of this profile, at once.
    execFileSync("sh", ["-c", `ps -eo pid=,args= | grep -F -- "$1" | grep -v grep | awk '{ print $1 }' | xargs -r kill -9`, "sh", `--user-data-dir=${profile}`]);
    await context.close().catch(() => {});

    const again = await chromium.launchPersistentContext(profile, { ...launchOptions, headless: true });
    const back = await again.newPage();
    await back.goto(url);
    await ready(back);
    const title = await back.getByLabel("Title", { exact: true }).inputValue();
    const last = Number(title.trim().split(" ").pop());
    const lost = typed.filter(({ at, time }) => at > last && time < killed - 1000);
    console.log(`of ${typed.length} words ${typed.length - 1 - last} were lost, none older than a second`);
    expect(lost, "older than a second and lost").toEqual([]);
    await again.close();
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
