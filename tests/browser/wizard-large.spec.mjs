// A large runbook in the wizard: typing stays fluid.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, ready, test } from "./fixtures.mjs";
import { app, program } from "./sites.mjs";

test.setTimeout(120_000);

/** A runbook of about `size` bytes, in all sections, with commands, tables and prose. */
function large(size) {
  const head = "# Large Runbook\n\n## Symptoms\n\n- Requests to the large service fail\n\n## Impact\n\n- **Severity**: P1\n- **Affected Users**: everybody\n- **Business Impact**: no orders\n\n## Detection\n\n- **Alert**: `LargeServiceDown`\n\n## Diagnosis\n\n";
  const step = (at) => `${at}. Look at part ${at} of the service\n   \`\`\`bash\n   kubectl -n shop-${at} get pods -l app=part-${at} -o wide\n   kubectl -n shop-${at} logs deploy/part-${at} --since=10m | grep -c 'error ${at}'\n   \`\`\`\n   Expected: fewer than ${at} lines, and every pod \`Running\` since more than ${at} minutes\n\n   If not: note the pods' nodes, and go on with part ${at + 1} before anything is restarted\n\n`;
  const row = (at) => `| part-${at} | team-${at % 7} | ${at} replicas | https://grafana.example.com/d/part-${at} |\n`;
  const tail = "## Resolution\n\n1. Restart what is broken\n   ```bash\n   kubectl -n shop rollout restart deploy/part-1\n   ```\n\n## Verification\n\n- Requests succeed\n\n## Escalation\n\n- #platform\n\n---\n**Last Updated**: 2026-11-01\n**Owner**: Platform\n";
  let steps = "";
  let table = "\n| Part | Team | Size | Dashboard |\n|---|---|---|---|\n";
  for (let at = 1; head.length + steps.length + table.length + tail.length < size; at++) {
    steps += step(at);
    table += row(at);
  }
  return `${head}${steps}### Parts\n${table}\n${tail}`;
}

for (const size of [100_000]) {
  test(`no long task while typing into ${size / 1000} kB`, async ({ page, site, base }) => {
    test.skip(base === "/", "one base is enough");
    const folder = mkdtempSync(join(tmpdir(), "wizard-large-"));
    try {
      mkdirSync(join(folder, "runbooks"));
      writeFileSync(join(folder, "runbooks/large.md"), large(size));
      execFileSync(program, ["build", join(folder, "runbooks"), "--app", app, "--out", join(folder, "out")], { stdio: "pipe" });
      site.folder = join(folder, "out");
      await page.goto(`${site.url}write/?path=large`);
      await ready(page);
      await expect(page.locator("#bg-w-heading")).toHaveText("Title");
      await expect(page.locator(".bg-w-article")).toContainText("Requests succeed");
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      await page.waitForTimeout(1000);
      const measure = async (what, work) => {
        await page.evaluate(() => {
          window.tasks = [];
          window.observer?.disconnect();
          window.observer = new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))));
          window.observer.observe({ type: "longtask" });
        });
        const events = [];
        const onData = ({ value }) => events.push(...value);
        if (process.env.TRACE) {
          devtools.on("Tracing.dataCollected", onData);
          await devtools.send("Tracing.start", { categories: "devtools.timeline,toplevel", transferMode: "ReportEvents" });
        }
        await work();
        await page.waitForTimeout(1500);
        if (process.env.TRACE) {
          const done = new Promise((d) => devtools.once("Tracing.tracingComplete", d));
          await devtools.send("Tracing.end");
          await done;
          devtools.off("Tracing.dataCollected", onData);
          const long = events.filter((e) => e.ph === "X" && e.dur > 8000 && !/RunTask|ThreadPool|SequenceManager|ThreadController/.test(e.name));
          long.sort((a, b) => a.ts - b.ts);
          for (const e of long.slice(0, 60)) console.log("   ", Math.round((e.ts - long[0].ts) / 1000), e.name, Math.round(e.dur / 1000), e.args?.data?.type ?? e.args?.data?.functionName ?? e.args?.elementCount ?? "");
        }
        const tasks = await page.evaluate(() => window.tasks);
        console.log(`${what}: ${tasks.length} long tasks, ${tasks.join(" ")}`);
        return tasks;
      };
      const all = [];
      all.push(...(await measure("typing the owner", async () => {
        await page.getByLabel("Owner", { exact: true }).fill("");
        await page.getByLabel("Owner", { exact: true }).pressSequentially("Platform and storage team, on weekdays", { delay: 60 });
      })));
      all.push(...(await measure("to the steps", () => page.getByRole("button", { name: "Diagnosis", exact: true }).click())));
      all.push(...(await measure("typing a step", async () => {
        const field = page.getByLabel("Diagnosis step 3", { exact: true });
        await field.pressSequentially(" and of its neighbours as well", { delay: 60 });
      })));
      all.push(...(await measure("to the end", () => page.getByRole("button", { name: "Publish", exact: true }).click())));
      expect(all).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
