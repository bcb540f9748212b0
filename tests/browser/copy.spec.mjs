// "Copy" puts exactly the command on the clipboard.

import { expect, open, test } from "./fixtures.mjs";
import { siteOf } from "./run.mjs";

test.use({ content: "fixture", permissions: ["clipboard-read", "clipboard-write"] });

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

async function copyAll(page) {
  const blocks = page.locator("figure[data-command]");
  const copied = [];
  for (const block of await blocks.all()) {
    const button = block.getByRole("button", { name: "Copy" });
    await page.evaluate(() => navigator.clipboard.writeText("nothing was copied"));
    await button.click();
    await expect.poll(() => clipboard(page)).not.toBe("nothing was copied");
    copied.push(await clipboard(page));
  }
  return copied;
}

const commands = [
  "dig +short example.test",
  "dig +short example.test\nsystemctl status unbound",
  'systemctl restart unbound\njournalctl -u unbound \\\n  --since "5 minutes ago" | grep -c \'error: "x" < 3 & 4 > 2\'',
];

test("every command block has a button, and it copies the command: no prompt, no output, no last newline", async ({ page, site }) => {
  await open(page, site, "r/dns-failure/");
  expect(await copyAll(page)).toEqual(commands);
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
});

test("on a page that was navigated to, too", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("link", { name: /DNS Failure/ }).click();
  await expect(page.locator("h1")).toHaveText("DNS Failure");
  expect(await copyAll(page)).toEqual(commands);
});

test("by keyboard", async ({ page, site }) => {
  await open(page, site, "r/dns-failure/");
  await page.locator("figure[data-command]").first().getByRole("button", { name: "Copy" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => clipboard(page)).toBe(commands[0]);
});

test.describe("where the clipboard is closed", () => {
  test.use({ permissions: [] });

  test("the command gets copied or selected all the same", async ({ page, site }) => {
    await page.addInitScript(() => {
      // As on plain http, where there is no clipboard.
      Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined });
    });
    await open(page, site, "r/dns-failure/");
    const bar = page.locator("figure[data-command]").first().locator("figcaption");
    await bar.getByRole("button", { name: "Copy" }).click();
    await expect(bar.getByRole("button")).toHaveText(/Copied|Ctrl\+C/);
  });
});

test.describe("listed", () => {
  const text = "# Queue\n\n```bash\nuptime\n```\n\n## Diagnosis\n\n1. Look:\n\n   ```bash\n   kubectl get pods --namespace shop-production --watch\n   ```\n\n2. Wait\n3. Look again:\n\n   ```bash\n   date --utc > ${FILE}.txt\n   ```\n\n## Resolution\n\n```yaml\nkind: Pod\n```\n\n### Step 2: Restart\n\n```bash\nsystemctl restart queue\n```\n";
  const descriptions = ["uptime", "step 1: kubectl get pods --namespace shop-produc…", "step 3: date --utc > …", "kind: Pod", "step 2: systemctl restart queue"];

  test.use({
    site: async ({}, use) => {
      const own = await siteOf({ "queue.md": text });
      await use(own);
      await own.close();
    },
  });

  test("copy buttons say step and command", async ({ page, site }) => {
    await open(page, site, "r/queue/");
    const buttons = page.locator(".bg-copy");
    await expect(buttons).toHaveCount(descriptions.length);
    for (const [at, description] of descriptions.entries()) {
      await expect(buttons.nth(at)).toHaveAccessibleName("Copy");
      await expect(buttons.nth(at)).toHaveAccessibleDescription(description);
    }
    // What came of it is the button's name for a while.
    await buttons.first().click();
    await expect(buttons.first()).toHaveAccessibleName("Copied");
    await expect(buttons.first()).toHaveAccessibleName("Copy");
  });
});
