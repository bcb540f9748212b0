// An author at work: `breakglass serve` in one window, the page in the other.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test as base, expect } from "@playwright/test";
import { app, program } from "./sites.mjs";

const filler = Array.from({ length: 80 }, (_, line) => `Line ${line} of a long page.\n`).join("\n");
const text = (body) => `# Page\n\n${body}\n\n${filler}\n`;

const test = base.extend({
  serviceWorkers: "allow",
  base: ["/", { option: true }],
  serving: async ({ base }, use) => {
    const work = mkdtempSync(join(tmpdir(), "breakglass-serve-"));
    const write = (body) => writeFileSync(join(work, "runbooks", "page.md"), text(body));
    mkdirSync(join(work, "runbooks"));
    write("first words");
    const child = spawn(program, ["serve", "--app", app, "--addr", "127.0.0.1:0", "--base", base], { cwd: work, stdio: ["ignore", "pipe", "ignore"] });
    const [line] = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next().then(({ value }) => [value]);
    await use({ url: line.match(/http:\S+/)[0], write });
    child.kill("SIGKILL");
    rmSync(work, { recursive: true, force: true });
  },
});

test("an edit reloads the page where it was; a mistake is shown on it and goes with its mending", async ({ page, serving }) => {
  const violations = [];
  page.on("console", (message) => message.type() === "error" && violations.push(message.text()));
  await page.goto(`${serving.url}r/page/`);
  await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
  await page.evaluate(() => scrollTo(0, 700));

  serving.write("second words");
  await expect(page.getByText("second words")).toBeAttached();
  await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
  await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(700);

  serving.write("third words with [a mistake](nowhere.md)");
  const problems = page.getByRole("region", { name: "Problems in the runbooks" });
  await expect(problems).toContainText("page.md:3:18: the runbook `nowhere.md` does not exist");
  await expect(page.getByText("third words")).toBeAttached();

  serving.write("fourth words");
  await expect(page.getByText("fourth words")).toBeAttached();
  await expect(problems).toHaveCount(0);
  expect(violations).toEqual([]);
});

test("an edit that is made before the page listens is not missed", async ({ page, serving }) => {
  let listen;
  const held = new Promise((resolve) => (listen = resolve));
  await page.route("**/events", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${serving.url}r/page/`);
  serving.write("second words");
  await expect.poll(async () => (await (await page.request.get(`${serving.url}r/page/`)).text()).includes("second words")).toBe(true);
  await expect(page.getByText("first words")).toBeAttached();
  listen();
  await expect(page.getByText("second words")).toBeAttached();
});

test("a reload shows the newest page, with the worker in charge", async ({ page, serving }) => {
  // Without word of the edits the page does not reload by itself, so this reload is the only one.
  await page.addInitScript(() => {
    window.EventSource = class {};
  });
  await page.goto(`${serving.url}r/page/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  for (const words of ["newer words", "newest words"]) {
    serving.write(words);
    await expect.poll(async () => (await (await page.request.get(`${serving.url}r/page/`)).text()).includes(words)).toBe(true);
    await page.reload();
    await expect(page.getByText(words)).toBeAttached();
  }
});
