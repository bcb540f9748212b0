// What the tests of the offline copy share: sites in several versions, and questions to pages about their copy.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "./fixtures.mjs";
import { app, program, root } from "./sites.mjs";

/** A runbook whose every part names its version. */
export const runbook = (title, version, more = "") => `# ${title}

## Symptoms

- Version ${version} of ${title}

## Impact

- **Severity**: P1

## Resolution

1. Look at it in version ${version}
   \`\`\`bash
   kubectl get pods # ${version}
   \`\`\`
2. Restart it

${more}
## Verification

- It works

---
**Last Updated**: 2026-01-0${(version % 9) + 1}
`;

/** The runbooks of version `version` by path; `changes` replaces, adds and (with null) removes. */
export function sources(version, changes = {}) {
  const files = {
    "alpha.md": runbook("Alpha", version),
    "beta.md": runbook("Beta", version),
    "net/gamma.md": runbook("Gamma", version),
    "README.md": `# Site ${version}\n\nThe words of version ${version}.\n`,
    ...changes,
  };
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== null));
}

/** A folder with built sites that goes with the test. */
export class Workshop {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "breakglass-offline-"));
    this.count = 0;
  }

  /** Builds `files` and returns the site's folder. */
  build(files, options = []) {
    const number = ++this.count;
    const from = join(this.folder, `source${number}`);
    for (const [path, text] of Object.entries(files)) {
      const file = join(from, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(join(from, "breakglass.toml"), "");
    return this.buildFrom(from, options);
  }

  buildFrom(from, options = []) {
    const out = join(this.folder, `site${++this.count}`);
    execFileSync(program, ["build", from, "--app", this.app ?? app, "--out", out, ...options], { cwd: root, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, SOURCE_DATE_EPOCH: "1767225600" } });
    return out;
  }

  /** Another release of the app: the same, under other names. */
  releaseApp() {
    this.app = join(this.folder, `app${++this.count}`);
    cpSync(app, this.app, { recursive: true });
    for (const file of ["boot.js", "styles/tokens.css"]) writeFileSync(join(this.app, file), `\n/* release ${this.count} */ void 0;\n`.replace(file.endsWith(".css") ? " void 0;" : "\0", ""), { flag: "a" });
    writeFileSync(join(this.app, "styles/tokens.css"), `\n:root { --release: ${this.count}; }\n`, { flag: "a" });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const html = (page) => page.locator("html");

export const isReady = (page, timeout = 20_000) => expect(html(page)).toHaveAttribute("data-offline", "ready", { timeout });
/** A newer version is there. A look that falls into one under way is not taken, so it looks again until then. */
export async function hasUpdate(page, timeout = 20_000) {
  await expect(async () => {
    try {
      await expect(html(page)).toHaveAttribute("data-update", "ready", { timeout: 6_000 });
    } catch (error) {
      await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update())).catch(() => {});
      throw error;
    }
  }).toPass({ timeout });
}
export const hasNoUpdate = (page) => expect(html(page)).toHaveAttribute("data-update", "none");

/** Opens the site and waits until its offline copy is whole. */
export async function install(page, site, path = "") {
  await page.goto(site.url + path);
  await expect(html(page)).toHaveAttribute("data-app", "ready");
  await isReady(page);
}

/** Has the browser look for a newer worker now. */
export const lookForUpdate = (page, patience = 10_000) =>
  page.evaluate(async (patience) => {
    const registration = await navigator.serviceWorker.getRegistration();
    // A look that is under way already, of the page that has just come, may have seen the version before: Chromium takes
    // a second look for the same as the first one. What is asked once that is over is a look of its own.
    const looks = async () => {
      for (let look = 0; look < 2; look += 1) await registration.update().catch(() => {});
    };
    await Promise.race([looks(), new Promise((done) => setTimeout(done, patience))]);
  }, patience);

/** The names of this origin's caches and how many entries each has. */
export const cacheSizes = (page) =>
  page.evaluate(async () => {
    const out = {};
    for (const name of await caches.keys()) out[name] = (await (await caches.open(name)).keys()).length;
    return out;
  });
