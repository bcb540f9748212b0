// What a team brings to the wizard, and what leaves it: templates and required fields, pull requests, finished runs.

import { expect, open, test } from "./fixtures.mjs";
import { saved, siteOf, start } from "./run.mjs";

const TEMPLATE = "# Cache incident\n\n## Symptoms\n\n- Requests slow down\n\n## Detection\n\n## Diagnosis\n\n### Step 1: Is the cache reachable?\n\n## House rules\n\nAsk before you flush.\n";
const QUEUE =
  "# Queue stuck\n\n## Symptoms\n\n- Orders wait\n\n## Diagnosis\n\n### Step 1: Look at the queue\n\n```bash\nqueuectl status --queue \"${QUEUE}\" --token \"${API_TOKEN}\"\n```\n\n### Step 2: Look at the consumers\n\n```bash\nqueuectl consumers\n```\n\n## Verification\n\n- Queue is short\n\n---\n**Owner**: Orders\n";

// The team's site is served beside the one under test.
const OWN = /^request outside the site: http:\/\/(127\.0\.0\.1|localhost)/;

const filesFor = (repository) => ({
  "breakglass.toml": `[site]\nrepository = "${repository}"\n\n[write]\nrequired = ["Monitoring Dashboard", "Prevention"]\n`,
  "_templates/cache.md": TEMPLATE,
  "queue-stuck.md": QUEUE,
});

/** Opens the site of `files`; what the page opens in another tab is noted in `window.opened`. */
async function team(page, site, files) {
  const own = await siteOf(files, new URL(site.url).pathname);
  await page.addInitScript(() => {
    window.opened = [];
    window.open = (url) => void window.opened.push(url);
  });
  return own;
}

const publish = (page) => page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "Publish" }).click();
const opened = async (page) => {
  await expect.poll(() => page.evaluate(() => window.opened.length)).toBe(1);
  return page.evaluate(() => window.opened[0]);
};

test("a team's template and its required fields", async ({ page, site, guard }) => {
  const own = await team(page, site, filesFor("https://github.com/shop/runbooks"));
  guard.allow(OWN);
  try {
    await open(page, own, "write/");
    await page.getByRole("radio", { name: /template: Cache incident/ }).check();
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Cache incident");
    await page.getByText("What is missing").click();
    await page.getByRole("button", { name: "Monitoring Dashboard" }).click();
    const dashboard = page.getByLabel("Monitoring Dashboard", { exact: true });
    await expect(dashboard).toBeFocused();
    await dashboard.fill("https://grafana.example.com/d/cache");
    await expect(page.getByRole("button", { name: "Monitoring Dashboard" })).toHaveCount(0);
    await expect(page.locator(".bg-w-missing").getByRole("button", { name: "Prevention" })).toBeVisible();
    await page.getByRole("navigation", { name: "Steps" }).getByRole("button", { name: "House rules" }).click();
    await expect(page.locator(".bg-w-form textarea").first()).toHaveValue("Ask before you flush.");
  } finally {
    await own.close();
  }
});

for (const [host, repository, takesText] of [
  ["GitHub", "https://github.com/shop/runbooks", true],
  ["GitLab", "https://gitlab.com/shop/runbooks", false],
  ["Gitea", "https://codeberg.org/shop/runbooks", false],
]) {
  test(`a pull request on ${host}`, async ({ page, site, context, guard }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const own = await team(page, site, filesFor(repository));
    guard.allow(OWN);
    try {
      await open(page, own, "write/");
      await page.getByRole("radio", { name: /Markdown that you have/ }).check();
      const text = "# 100 % full & more + ?#\n\n## Symptoms\n\n- full = slow\n";
      await page.getByLabel("Or paste Markdown").fill(text);
      await page.getByRole("button", { name: "Next" }).click();
      await publish(page);
      await page.getByRole("button", { name: /Open a pull request/ }).click();
      const url = new URL(await opened(page));
      expect(url.href.startsWith(repository)).toBe(true);
      expect(decodeURIComponent(url.href)).toContain("100-full-more.md");
      if (takesText) expect(url.searchParams.get("value")).toBe(text);
      else expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
      // A change of an existing runbook opens that file.
      await open(page, own, "write/?path=queue-stuck");
      await page.getByLabel("Owner").fill("Payments");
      await publish(page);
      await page.getByRole("button", { name: /Open a pull request/ }).click();
      expect(await opened(page)).toMatch(/edit\/.*main\/queue-stuck\.md|_edit\/main\/queue-stuck\.md/);
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(QUEUE.replace("Orders\n", "Payments\n"));
    } finally {
      await own.close();
    }
  });
}

test("a finished run becomes a draft, without its secret values", async ({ page, site, guard }) => {
  const own = await team(page, site, filesFor("https://github.com/shop/runbooks"));
  guard.allow(OWN);
  try {
    await open(page, own, "r/queue-stuck/");
    await start(page);
    await page.getByLabel("QUEUE", { exact: true }).fill("orders-eu");
    await page.getByLabel("API_TOKEN", { exact: true }).fill("s3cr3t-value");
    await page.getByRole("checkbox").first().check();
    await saved(page);
    await page.getByRole("checkbox", { name: "Queue is short" }).check();
    await page.getByLabel("Observed: Queue is short").fill("12 waiting");
    await page.getByLabel("Observed: Queue is short").blur();
    await saved(page);
    await page.getByRole("button", { name: "Finish run" }).click();
    await page.getByRole("button", { name: "Finish", exact: true }).click();
    await expect(page.getByLabel("Timeline (Markdown)")).toBeVisible();
    await page.keyboard.press("Escape");
    await saved(page);
    await open(page, own, "write/");
    await page.getByRole("radio", { name: /finished run/ }).check();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Markdown source" }).click();
    const source = await page.getByLabel("Markdown of the whole runbook").inputValue();
    expect(source).toContain('queuectl status --queue "${QUEUE}" --token "${API_TOKEN}"');
    expect(source).toContain("12 waiting");
    expect(source).not.toContain("s3cr3t-value");
    expect(source).not.toContain("queuectl consumers");
  } finally {
    await own.close();
  }
});
