// The wizard with a runbook of 100 kB, the processor four times slower: tasks over 50 ms while typing and going from
// section to section. Prints, never judges. SIZE=bytes for another size.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(join(root, "tests/browser/"));
const { chromium } = require("@playwright/test");
const program = process.env.BREAKGLASS_BIN ?? resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "release/breakglass");
const size = Number(process.env.SIZE ?? 100_000);

/** A runbook of `size` bytes in all sections, with commands, a table and prose. */
function large() {
  const head =
    "# Large Runbook\n\n## Symptoms\n\n- Requests to the large service fail\n\n## Impact\n\n- **Severity**: P1\n- **Affected Users**: everybody\n- **Business Impact**: no orders\n\n## Detection\n\n- **Alert**: `LargeServiceDown`\n\n## Diagnosis\n\n";
  const step = (at) =>
    `${at}. Look at part ${at} of the service\n    \`\`\`bash\n    kubectl -n shop-${at} get pods -l app=part-${at} -o wide\n    kubectl -n shop-${at} logs deploy/part-${at} --since=10m | grep -c 'error ${at}'\n    \`\`\`\n    Expected: fewer than ${at} lines, and every pod \`Running\` since more than ${at} minutes\n\n    If not: note the pods' nodes, and go on with part ${at + 1} before anything is restarted\n\n`;
  const row = (at) => `| part-${at} | team-${at % 7} | ${at} replicas | https://grafana.example.com/d/part-${at} |\n`;
  const tail =
    "## Resolution\n\n1. Restart what is broken\n   ```bash\n   kubectl -n shop rollout restart deploy/part-1\n   ```\n\n## Verification\n\n- Requests succeed\n\n## Escalation\n\n- #platform\n\n---\n**Last Updated**: 2026-11-01\n**Owner**: Platform\n";
  let [steps, table] = ["", "\n| Part | Team | Size | Dashboard |\n|---|---|---|---|\n"];
  for (let at = 1; head.length + steps.length + table.length + tail.length < size; at += 1) {
    steps += step(at);
    table += row(at);
  }
  return `${head}${steps}### Parts\n${table}\n${tail}`;
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };
const folder = mkdtempSync(join(tmpdir(), "breakglass-wizard-"));
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://host").pathname;
  try {
    const bytes = readFileSync(join(folder, "out", path.endsWith("/") ? `${path}index.html` : path));
    response.writeHead(200, { "Content-Type": TYPES[extname(path) || ".html"] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
let browser;
try {
  mkdirSync(join(folder, "runbooks"));
  writeFileSync(join(folder, "runbooks/large.md"), large());
  execFileSync(program, ["build", join(folder, "runbooks"), "--app", join(root, "app-dist"), "--out", join(folder, "out")], { stdio: "pipe" });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  browser = await chromium.launch({
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${server.address().port}/write/?path=large`);
  await page.locator(".bg-w-article").getByText("Requests succeed").waitFor({ state: "attached" });
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
    await work();
    await page.waitForTimeout(1500);
    const tasks = await page.evaluate(() => window.tasks);
    console.log(`${what.padEnd(18)} ${tasks.length} tasks over 50 ms${tasks.length ? `: ${tasks.join(", ")} ms` : ""}`);
  };
  console.log(`${size} bytes, processor four times slower`);
  const owner = page.getByLabel("Owner", { exact: true });
  await measure("typing the owner", async () => {
    await owner.fill("");
    await owner.pressSequentially("Platform and storage team, on weekdays", { delay: 60 });
  });
  const turn = (name) => page.getByRole("button", { name, exact: true }).click();
  await measure("to the steps", () => turn("Diagnosis"));
  await measure("typing a step", () => page.getByLabel("Diagnosis step 3", { exact: true }).pressSequentially(" and of its neighbours as well", { delay: 60 }));
  await measure("to the next leaf", () => page.getByRole("button", { name: "Parts 25–48" }).first().click());
  await measure("to the end", () => turn("Publish"));
} finally {
  await browser?.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
