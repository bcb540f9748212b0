// The ways in from a pager: an alert's page, the alert's name in any case, and the contacts.

import { violations } from "./axe.mjs";
import { expect, isAt, mark, marked, open, ready, test } from "./fixtures.mjs";
import { install } from "./offline.mjs";
import { siteOf } from "./run.mjs";

test("an alert's page is the runbook, and its links lead on without page loads", async ({ page, site }) => {
  await open(page, site, "a/HighCPUUsage/");
  await isAt(page, site, "a/HighCPUUsage/", "High CPU Usage");
  await expect(page.locator("article")).toHaveAttribute("data-id", "high-cpu-usage");
  await expect(page.getByRole("button", { name: "Start run" })).toBeVisible();
  await mark(page);
  await page.locator(".bg-crumbs").getByRole("link", { name: "Alerts" }).click();
  await isAt(page, site, "a/", "Alerts");
  await page.locator("main").getByRole("link", { name: "HighMemoryUsage" }).click();
  await isAt(page, site, "a/HighMemoryUsage/", "High Memory Usage");
  await page.goBack();
  await page.goBack();
  await isAt(page, site, "a/HighCPUUsage/", "High CPU Usage");
  expect(await marked(page)).toBe(true);
});

test("the copy in lower case is readable without the app", async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}a/highcpuusage/`);
  await expect(page.locator("h1")).toHaveText("High CPU Usage");
  await expect(page.locator("main")).toContainText("Verification");
  await context.close();
});

test("an alert is found by its name in any case, with everything else in the address", async ({ page, site }) => {
  for (const name of ["HighCPUUsage", "highcpuusage", "HIGHCPUUSAGE", "%20HighCpuUsage%20"]) {
    await page.goto(`${site.url}a/?alert=${name}&namespace=shop#diagnosis`);
    await expect(page).toHaveURL(`${site.url}a/HighCPUUsage/?namespace=shop#diagnosis`);
  }
});

test("an unknown alert is named as such, and leads to the search", async ({ page, site }) => {
  await open(page, site, "a/?alert=%3Cimg%20src%3Dx%3E");
  const notice = page.locator("#bg-unknown");
  await expect(notice).toContainText("No runbook is for the alert <img src=x>.");
  await expect(notice.getByRole("link", { name: "Search the runbooks for it" })).toHaveAttribute("href", /index\.html\?q=%3Cimg\+src%3Dx%3E$/);
  await expect(page.locator("h1")).toHaveText("Alerts");
});

test("a name that differs in spaces, hyphens and case leads straight on", async ({ page, site, guard }) => {
  guard.allow(/status of 404/);
  for (const path of ["a/?alert=pod%20restart_loop&namespace=shop", "a/Pod%20Restart%20Loop/?namespace=shop", "a/pod-restart-loop?namespace=shop"]) {
    await page.goto(site.url + path);
    await isAt(page, site, "a/PodRestartLoop/?namespace=shop", "Pod Restart Loop");
  }
});

test("a misspelt name is met with the nearest ones, best first", async ({ page, site, guard }) => {
  guard.allow(/status of 404/);
  for (const [path, name] of [
    ["a/PodRestrtLoop/?namespace=shop", "PodRestartLoop"],
    ["a/?alert=HighCpuUsge&namespace=shop", "HighCPUUsage"],
    ["a/?alert=hgih_memory-usage&namespace=shop", "HighMemoryUsage"],
  ]) {
    await page.goto(site.url + path);
    await ready(page);
    const near = page.locator("#bg-unknown").getByRole("listitem");
    await expect(near.first()).toHaveText(name);
    await expect(near.first().getByRole("link")).toBeInViewport();
    expect(await violations(page)).toEqual([]);
    await near.first().getByRole("link").click();
    await expect(page).toHaveURL(`${site.url}a/${name}/?namespace=shop`);
  }
  await open(page, site, "a/?alert=Zebra");
  await expect(page.locator("#bg-unknown")).toBeVisible();
  await expect(page.locator("#bg-unknown").getByRole("listitem")).toHaveCount(0);
});

test("contacts are one act away, and numbers can be dialled", async ({ page, site }) => {
  await open(page, site, "r/high-cpu-usage/");
  await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Contacts" }).click();
  await isAt(page, site, "contacts/", "Contacts");
  await expect(page.locator('.bg-contacts a[href^="tel:"]').first()).toBeVisible();
  await expect(page.locator('.bg-contacts a[href^="mailto:"]').first()).toBeVisible();
});

for (const path of ["a/KubePodNotReady/?namespace=shop", "a/KubePodNotReady?namespace=shop", "a/KubePodNotReady/index.html?namespace=shop"]) {
  test(`${path}: an address for an alert that nobody knows says so, too`, async ({ page, site, guard }) => {
    guard.allow(/status of 404/);
    await page.goto(site.url + path);
    await ready(page);
    await expect(page).toHaveURL(`${site.url}a/?namespace=shop&alert=KubePodNotReady`);
    await expect(page.locator("#bg-unknown")).toContainText("No runbook is for the alert KubePodNotReady.");
  });
}

test("an address in another case leads to the alert's page", async ({ page, site, guard }) => {
  guard.allow(/status of 404/);
  await page.goto(`${site.url}a/HIGHCPUUSAGE/?namespace=shop#diagnosis`);
  await isAt(page, site, "a/HighCPUUsage/?namespace=shop#diagnosis", "High CPU Usage");
});

test.describe("contacts", () => {
  const CONFIG = `
[contacts."Berlin desk"]
phone = "+49 30 5550 0123"
hours = "Mon-Fri 09:00-17:00"
time_zone = "Europe/Berlin"
[contacts."New York desk"]
mail = "ny@shop.example"
hours = "weekdays 9am to 5pm America/New_York"
[contacts."Night watch"]
phone = "+81 3 5550 0123"
hours = "22:00-06:00"
time_zone = "Asia/Tokyo"
[contacts.Vendor]
phone = "+1 800 555 0100"
hours = "24/7"
[contacts.Landlord]
phone = "+1 800 555 0101"
hours = "Mon-Fri 9-17"
[contacts.Manager]
phone = "+XX XXX XXXX"
hours = "by arrangement"
`;
  const INDEX = "# Ops\n\n- [Disk](disk.md)\n\n## Emergency Contacts\n\n- **AWS Support**: 1-800-555-0100 (Premium Support, 24/7)\n- **DBA**: +49 30 5550 0199, Sat-Sun 10-14 Europe/Berlin\n";
  const PAY = `# Payments fail

## Diagnosis

1. Look

## Escalation

- Payments on-call, Mon-Fri 09:00-17:00 Europe/Berlin, +1-555-0101
- **Network** (24/7): +1 800 555 0102
  - Its manager, by arrangement

Finance, Mon-Fri 09:00-17:00 America/New_York, finance@shop.example

| Level | Who | Hours | Time zone |
|-------|-----|-------|-----------|
| 2 | Bank desk | 22:00-06:00 | Asia/Tokyo |
`;
  let made;
  test.beforeAll(async () => {
    made = await siteOf({ "breakglass.toml": CONFIG, "README.md": INDEX, "disk.md": "# Disk full\n\n## Symptoms\n\n- Writes fail\n\n## Diagnosis\n\n1. Look\n", "pay.md": PAY });
  });
  test.afterAll(() => made.close());
  // Where the reader is has no part in it.
  test.use({ site: async ({}, use) => use(made), timezoneId: "Pacific/Auckland" });
  test.skip(({ base }) => base !== "/", "once is enough");

  const card = (page, name) => page.locator(".bg-contacts > li").filter({ has: page.locator(".bg-contact-name", { hasText: name }) });
  const shown = async (page) => {
    const lines = await page.locator(".bg-contacts > li").evaluateAll((cards) =>
      cards.map((card) => [card.querySelector(".bg-contact-name").textContent, card.querySelector(".bg-duty")?.textContent ?? ""]),
    );
    return Object.fromEntries(lines);
  };

  for (const { at, lines } of [
    {
      // A Monday in winter.
      at: "2026-03-02T08:30:00Z",
      lines: {
        "Berlin desk": "On duty now, until 17:00; it is Mon 09:30 there",
        "New York desk": "Off duty now, until 09:00; it is Mon 03:30 there",
        "Night watch": "Off duty now, until 22:00; it is Mon 17:30 there",
        DBA: "Off duty now, until Sat 10:00; it is Mon 09:30 there",
      },
    },
    {
      // The Sunday on which clocks in Europe go forward, in the first hour of summer time; America has had it for weeks.
      at: "2026-03-29T13:15:00Z",
      lines: {
        "Berlin desk": "Off duty now, until Mon 09:00; it is Sun 15:15 there",
        "New York desk": "Off duty now, until Mon 09:00; it is Sun 09:15 there",
        "Night watch": "On duty now, until Mon 06:00; it is Sun 22:15 there",
        DBA: "Off duty now, until Sat 10:00; it is Sun 15:15 there",
      },
    },
  ]) {
    test(`say who is on duty: ${at}`, async ({ page, site }) => {
      await page.clock.setFixedTime(new Date(at));
      await open(page, site, "contacts/");
      expect(await shown(page)).toEqual({
        ...lines,
        Vendor: "On duty now, at all times",
        "AWS Support": "On duty now, at all times",
        // Nine o'clock where? And words are no hours.
        Landlord: "",
        Manager: "",
      });
    });
  }

  test("are kept true while the page is open", async ({ page, site }) => {
    await page.clock.install({ time: new Date("2026-03-02T15:59:30Z") });
    await open(page, site, "contacts/");
    await expect(card(page, "Berlin desk")).toContainText("On duty now, until 17:00");
    await page.clock.runFor(60_000);
    await expect(card(page, "Berlin desk")).toContainText("Off duty now, until Tue 09:00");
  });

  test("are reached by keyboard, on a phone", async ({ page, site }) => {
    await page.clock.setFixedTime(new Date("2026-03-02T08:30:00Z"));
    await page.setViewportSize({ width: 360, height: 640 });
    await open(page, site, "r/disk/");
    const link = page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Contacts" });
    for (let step = 0; step < 10 && !(await link.evaluate((link) => link === document.activeElement)); step += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await isAt(page, site, "contacts/", "Contacts");
    await expect(page.locator("h1")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(card(page, "Berlin desk").getByRole("link")).toBeFocused();
    await expect(card(page, "Berlin desk").getByRole("link")).toHaveAttribute("href", "tel:+493055500123");
    await expect(card(page, "Manager")).toContainText("not filled in");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    for (const link of await page.locator(".bg-contacts a").all()) {
      const { height } = await link.boundingBox();
      expect(height).toBeGreaterThanOrEqual(44);
    }
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
  });

  test("in a runbook's own section say it, too, on its page and in its dialog", async ({ page, site }) => {
    await page.clock.install({ time: new Date("2026-03-02T08:30:00Z") });
    await page.setViewportSize({ width: 360, height: 640 });
    await open(page, site, "r/pay/");
    const said = (place) => place.locator(".bg-duty").allTextContents();
    const lines = [
      "On duty now, until 17:00; it is Mon 09:30 there",
      "On duty now, at all times",
      "Off duty now, until 09:00; it is Mon 03:30 there",
      "Off duty now, until 22:00; it is Mon 17:30 there",
    ];
    const section = page.locator("section[data-section=escalation]");
    expect(await said(section)).toEqual(lines);
    await expect(section.locator("li", { hasText: "Payments" }).locator(".bg-duty")).toBeVisible();
    await expect(section.locator("tr", { hasText: "Bank desk" }).locator(".bg-duty")).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await page.getByRole("button", { name: "Escalate" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Whom to call" });
    await expect.poll(async () => (await said(dialog)).slice(0, 4)).toEqual(lines);
    await page.clock.runFor(8 * 3_600_000);
    await expect(dialog.locator("li", { hasText: "Payments" })).toContainText("Off duty now, until Tue 09:00");
    // On other pages, and back, nothing is said twice.
    await page.keyboard.press("Escape");
    await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Contacts" }).click();
    await isAt(page, site, "contacts/", "Contacts");
    await page.goBack();
    await isAt(page, site, "r/pay/", "Payments fail");
    await expect(section.locator(".bg-duty")).toHaveCount(4);
  });

  test("say it where one escalates, too", async ({ page, site }) => {
    await page.clock.setFixedTime(new Date("2026-03-02T08:30:00Z"));
    await page.setViewportSize({ width: 360, height: 640 });
    await open(page, site, "r/disk/");
    await page.getByRole("button", { name: "Escalate" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Whom to call" });
    await expect(dialog.locator("li", { hasText: "Berlin desk" })).toContainText("On duty now, until 17:00");
    await expect(dialog.locator("li", { hasText: "New York desk" })).toContainText("Off duty now");
    expect(await violations(page)).toEqual([]);
  });
});

test.describe("with the host down, on a phone", () => {
  test.use({ serviceWorkers: "allow", viewport: { width: 360, height: 640 }, permissions: ["clipboard-read", "clipboard-write"] });
  test.beforeEach(({ guard }) => guard.allow(/console error: (Failed to load resource|.*(503|ERR_))/));

  const QUEUE = "# Queue stuck\n\n## Detection\n\n- **Alert**: `QueueStuck`\n\n## Diagnosis\n\n1. Look at the pods\n\n   ```bash\n   kubectl get pods -n ${NAMESPACE} ${POD_NAME}\n   ```\n";
  const CONFIG = '[contacts.Desk]\nphone = "+49 30 5550 0123"\nhours = "Mon-Fri 09:00-17:00"\ntime_zone = "Europe/Berlin"\n';

  test.use({
    site: async ({ base }, use) => {
      const made = await siteOf({ "queue.md": QUEUE, "breakglass.toml": CONFIG }, base);
      await use(made);
      await made.close();
    },
  });

  test("an alert's link gives the filled command, an unknown one is named, contacts say who is on duty", async ({ page, site }) => {
    await install(page, site);
    await site.server.stop();

    await page.goto(`${site.url}a/?alert=queuestuck&namespace=shop-prod#pod-name=web-1`);
    await expect(page).toHaveURL(/\/a\/QueueStuck\//);
    await ready(page);
    await page.getByRole("button", { name: "Copy" }).first().click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("kubectl get pods -n shop-prod web-1");

    for (const address of ["a/?alert=KubePodNotReady", "a/KubePodNotReady/"]) {
      await page.goto(site.url + address);
      const unknown = page.locator("#bg-unknown");
      await expect(unknown).toContainText("No runbook is for the alert KubePodNotReady.");
      await ready(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await unknown.getByRole("link", { name: /Search/ }).click();
      await expect(page.getByRole("combobox", { name: "Search runbooks" })).toHaveValue("KubePodNotReady Kube Pod Not Ready");
    }

    await page.clock.setFixedTime(new Date("2026-03-02T08:30:00Z"));
    await page.goto(`${site.url}contacts/`);
    await ready(page);
    await expect(page.locator(".bg-contacts")).toContainText("On duty now, until 17:00; it is Mon 09:30 there");
  });
});
