// A file that is dropped beside the field for it is taken all the same: the browser would leave the page and show it.

import { expect, open, test } from "./fixtures.mjs";
import { siteOf } from "./run.mjs";

test.skip(({ base }) => base !== "/", "once is enough");

let own;
test.beforeAll(async () => {
  own = await siteOf({ "queue.md": "# Queue\n\n## Diagnosis\n\n1. Look\n" });
});
test.afterAll(() => own.close());
test.use({ site: async ({}, use) => use({ get url() { return own.url; } }) });

/** Drops a file on the page's heading; whether each of the two events would still have had the browser open it. */
function drop(page, name, text) {
  return page.evaluate(
    ({ name, text }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      const opens = (kind) => document.querySelector("h1").dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      return [opens("dragover"), opens("drop")];
    },
    { name, text },
  );
}

test("a run's export on the page of runs", async ({ page }) => {
  await open(page, own, "runs/");
  await expect(page.getByLabel("A run’s JSON file")).toBeVisible();
  expect(await drop(page, "run.json", "{}")).toEqual([false, false]);
  await expect(page.getByText("This is not an export of a run")).toBeVisible();
});

test("a Markdown file on the wizard's first page, and an export of drafts", async ({ page }) => {
  await open(page, own, "write/");
  await expect(page.getByRole("heading", { name: "Drafts on this device" })).toBeVisible();
  expect(await drop(page, "drafts.json", "{}")).toEqual([false, false]);
  await expect(page.getByText("This is no export of drafts.")).toBeVisible();
  expect(await drop(page, "disk-full.md", "# Disk full\n\n## Symptoms\n\n- x\n")).toEqual([false, false]);
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Disk full");
});

test("where no file is wanted, and what is no file, is left to the browser", async ({ page }) => {
  await open(page, own, "r/queue/");
  expect(await drop(page, "x.txt", "x")).toEqual([true, true]);
  await open(page, own, "runs/");
  await expect(page.getByLabel("A run’s JSON file")).toBeVisible();
  const left = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "words");
    return document.querySelector("h1").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  expect(left).toBe(true);
});
