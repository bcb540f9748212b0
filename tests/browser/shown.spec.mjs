// Values are read where they are used: in the commands on the page, as they are copied.

import { violations } from "./axe.mjs";
import { expect, open, test } from "./fixtures.mjs";
import { saved, siteOf } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");
test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const RUNBOOK = `# Queue stuck

## Diagnosis

1. Look at the pods

   \`\`\`console
   $ kubectl get pods -n "\${NAMESPACE}" <pod-name> # \${NAMESPACE}
   out \${NAMESPACE}
   $ kubectl logs -n \${NAMESPACE} --token \${API_TOKEN}
   \`\`\`

2. End the query

   \`\`\`sql
   select pg_cancel_backend(\${PID}) where note = '\${NOTE}';
   \`\`\`

3. Drop the index

   \`\`\`sql
   drop index concurrently if exists \${INDEX_NAME};
   \`\`\`
`;

test.use({
  site: async ({ base }, use) => {
    const made = await siteOf({ "queue.md": RUNBOOK }, base);
    await use(made);
    await made.close();
  },
});

const field = (page, name) => page.getByRole("group", { name: "Variables" }).getByLabel(name);
const code = (page, at) => page.locator(`figure[data-command="${at}"] pre > code`);
const slot = (page, at, name) => code(page, at).locator(".bg-slot", { hasText: name }).first();
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test("a value stands in the command while it is typed, as it is copied, and goes when it is cleared", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  const before = await code(page, 1).textContent();
  await field(page, "NAMESPACE").fill("it's");
  await expect(code(page, 1)).toHaveText(/get pods -n "it's" <pod-name> # \$\{NAMESPACE\}\nout \$\{NAMESPACE\}\n\$ kubectl logs -n 'it'\\''s' --token/);
  await field(page, "NAMESPACE").fill("shop");
  await field(page, "pod-name").fill("web-1");
  await field(page, "API_TOKEN").fill("hunter2");
  await expect(code(page, 1)).toContainText("--token ••••••••");
  await expect(code(page, 1)).not.toContainText("hunter2");
  await expect(slot(page, 1, "shop")).toHaveAttribute("title", "NAMESPACE");
  await expect(slot(page, 1, "shop")).toHaveAttribute("data-state", "set");
  await page.locator('figure[data-command="1"]').getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => clipboard(page)).toBe('kubectl get pods -n "shop" web-1 # ${NAMESPACE}\nkubectl logs -n shop --token hunter2');
  for (const name of ["NAMESPACE", "pod-name", "API_TOKEN"]) await field(page, name).fill("");
  await expect(code(page, 1)).toHaveText(before, { useInnerText: false });
  await expect(slot(page, 1, "NAMESPACE")).toHaveAttribute("data-state", "empty");
});

test("SQL has variables, takes no more than it may, and asks before it destroys", async ({ page, site }) => {
  await open(page, site, "r/queue/#PID=4711");
  await expect(code(page, 2)).toHaveText(/pg_cancel_backend\(4711\) where note = '\$\{NOTE\}'/);
  await field(page, "NOTE").fill("Ann's");
  await expect(slot(page, 2, "NOTE")).toHaveAttribute("data-state", "refused");
  await field(page, "NOTE").fill("Ann-1");
  await expect(code(page, 2)).toContainText("note = 'Ann-1'");
  await expect(page.locator('figure[data-command="2"] .bg-danger')).toHaveText("Changes state");
  await page.locator('figure[data-command="2"]').getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => clipboard(page)).toBe("select pg_cancel_backend(4711) where note = 'Ann-1';");

  const figure = page.locator('figure[data-command="3"]');
  await expect(figure.locator(".bg-danger")).toHaveText("Destructive");
  await figure.getByRole("button", { name: "Copy" }).click();
  await expect(figure).toContainText("Not copied. No value for INDEX_NAME.");
  await field(page, "INDEX_NAME").fill("a; drop table t");
  await expect(slot(page, 3, "INDEX_NAME")).toHaveAttribute("data-state", "refused");
  await figure.getByRole("button", { name: "Copy" }).first().click();
  await expect(figure).toContainText("The value of INDEX_NAME may hold only letters, digits and . _ : / @ - in this place.");
  await field(page, "INDEX_NAME").fill("public.orders_idx");
  await figure.getByRole("button", { name: "Copy" }).first().click();
  await expect(page.getByRole("dialog")).toContainText("drop index concurrently if exists public.orders_idx;");
});

test("a run shows what it knows again, and other places as still to fill", async ({ page, site }) => {
  await open(page, site, "r/queue/");
  await page.getByRole("button", { name: "Start run" }).first().click();
  await expect(slot(page, 1, "NAMESPACE")).toHaveAttribute("data-state", "empty");
  await field(page, "NAMESPACE").fill("shop");
  await field(page, "NAMESPACE").blur();
  await saved(page);
  await page.reload();
  await expect(code(page, 1)).toContainText('-n "shop" <pod-name>');
  await expect(slot(page, 1, "pod-name")).toHaveAttribute("title", "pod-name: no value yet");
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
});
