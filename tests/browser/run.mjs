// What the tests of runs share: sites of their own, and the acts of a reader.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "./fixtures.mjs";
import { serve } from "./server.mjs";
import { app, program } from "./sites.mjs";

/** A folder of runbooks (`{"a.md": text}`) and its site; `rebuild` replaces files (null: removes them) and builds again. */
export async function siteOf(files, base = "/") {
  const folder = mkdtempSync(join(tmpdir(), "breakglass-run-"));
  const [source, out] = [join(folder, "runbooks"), join(folder, "out")];
  const write = (files) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(source, name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
    }
    execFileSync(program, ["build", source, "--app", app, "--out", out], { stdio: "pipe" });
  };
  write(files);
  const site = await serve(out, base);
  return {
    url: site.url,
    server: site,
    rebuild: write,
    async close() {
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A runbook with `count` steps, each with a command. */
export function longRunbook(count) {
  const steps = Array.from({ length: count }, (_, at) => `### Step ${at + 1}: Do thing number ${at + 1}\n\n\`\`\`bash\necho ${at + 1}\n\`\`\`\n`);
  return `# Long\n\n## Impact\n\n- **Severity**: P1\n\n## Diagnosis\n\n${steps.join("\n")}`;
}

export const status = (page) => page.locator(".bg-run-status");

/** Waits until everything that was done is on the disk. */
export const saved = (page) => expect(status(page)).toHaveText("Saved");

/** Starts a run on the page that is open; returns its id. */
export async function start(page) {
  await page.getByRole("button", { name: "Start run" }).click();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
  await saved(page);
  return new URL(page.url()).searchParams.get("run");
}

/** What the page shows of each step: ticked or not, and the words beside. */
export function shown(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".bg-tick input")].map((box) => {
      const at = box.dataset.at;
      const line = document.querySelector(`.bg-step-line[data-at="${at}"]`);
      return [box.ariaLabel, box.checked, line.querySelector(".bg-step-words").textContent, line.querySelector(".bg-observed")?.value ?? ""];
    }),
  );
}

/** The records of the site's database. */
export function records(page) {
  return page.evaluate(async () => {
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.endsWith("runs"));
    const open = indexedDB.open(name);
    const database = await new Promise((done, failed) => ((open.onsuccess = () => done(open.result)), (open.onerror = failed)));
    const all = database.transaction("records").objectStore("records").getAll();
    const values = await new Promise((done) => (all.onsuccess = () => done(all.result)));
    database.close();
    return values;
  });
}
