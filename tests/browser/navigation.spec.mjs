// Links are followed without page loads, and the result is what a page load would have given.

import { expect, frames, isAt, mark, marked, open, ready, scrollY, settledScroll, test, topOf } from "./fixtures.mjs";

test.use({ content: "fixture" });

const DNS = "r/dns-failure/";
const CERTIFICATE = "r/network/certificate-expired/";
const article = (page) => page.locator("#bg-main");

test("from page to page without a page load", async ({ page, site }) => {
  await open(page, site);
  await mark(page);

  await page.getByRole("link", { name: /DNS Failure/ }).click();
  await isAt(page, site, DNS, "DNS Failure");
  await expect(page).toHaveTitle(/^DNS Failure · /);
  await expect(page.locator("h1")).toBeFocused();
  expect(await scrollY(page)).toBe(0);

  await article(page).locator(".bg-body").getByRole("link", { name: "Certificate Expired" }).click();
  await isAt(page, site, CERTIFICATE, "Certificate Expired");
  await expect(page).toHaveTitle(/^Certificate Expired · /);
  await expect(page.locator("h1")).toBeFocused();
  expect(await scrollY(page)).toBe(0);

  await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Guide" }).click();
  await expect(page).toHaveURL(`${site.url}guide/`);
  await page.getByRole("banner").getByRole("link", { name: "Fixture Runbooks" }).click();
  await isAt(page, site, "", "Fixture Runbooks");

  expect(await marked(page)).toBe(true);
});

test("what is shown after a link equals what a page load shows", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("link", { name: /Certificate Expired/ }).click();
  await isAt(page, site, CERTIFICATE, "Certificate Expired");
  const shown = () =>
    page.evaluate(() => ({
      main: document.querySelector("#bg-main").innerHTML,
      title: document.title,
      links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
      current: [...document.querySelectorAll("[aria-current]")].map((link) => link.textContent),
      body: { ...document.body.dataset },
    }));
  const navigated = await shown();
  await page.reload();
  await ready(page);
  expect(navigated).toEqual(await shown());
});

test("back and forward restore page, title and scroll position", async ({ page, site }) => {
  await open(page, site, DNS);
  await mark(page);
  const link = article(page).locator(".bg-body").getByRole("link", { name: "Every Kind of Markup" });
  await link.scrollIntoViewIfNeeded();
  const left = await settledScroll(page);
  expect(left).toBeGreaterThan(300);

  await link.click();
  await isAt(page, site, "r/markup/", "Every Kind of Markup");
  expect(await scrollY(page)).toBe(0);
  await page.evaluate(() => scrollTo(0, 250));
  const other = await settledScroll(page);
  expect(other).toBeGreaterThan(100);

  await page.goBack();
  await isAt(page, site, DNS, "DNS Failure");
  await expect(page).toHaveTitle(/^DNS Failure · /);
  await expect.poll(() => scrollY(page)).toBe(left);

  await page.goForward();
  await isAt(page, site, "r/markup/", "Every Kind of Markup");
  await expect.poll(() => scrollY(page)).toBe(other);
  expect(await marked(page)).toBe(true);
});

test("a reload stays where it was", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("link", { name: /DNS Failure/ }).click();
  await isAt(page, site, DNS, "DNS Failure");
  await page.evaluate(() => scrollTo(0, 400));
  const left = await settledScroll(page);
  await page.reload();
  await ready(page);
  await expect.poll(() => scrollY(page)).toBe(left);
  await page.goBack();
  await isAt(page, site, "", "Fixture Runbooks");
});

test("back after leaving the site shows the page and its place", async ({ page, site }) => {
  await open(page, site, DNS);
  await page.evaluate(() => scrollTo(0, 400));
  const left = await settledScroll(page);
  await page.goto("about:blank");
  await page.goBack();
  await ready(page);
  await isAt(page, site, DNS, "DNS Failure");
  await expect.poll(() => scrollY(page)).toBe(left);
});

test("a quick change of mind: the last link wins", async ({ page, site }) => {
  await open(page, site);
  const release = site.hold(/dns-failure/);
  const late = new Promise((done) => {
    for (const event of ["requestfinished", "requestfailed"]) page.on(event, (request) => request.url().includes("dns-failure") && done());
  });
  await page.getByRole("link", { name: /DNS Failure/ }).click();
  await page.getByRole("link", { name: /Certificate Expired/ }).click();
  await isAt(page, site, CERTIFICATE, "Certificate Expired");
  release();
  await late;
  await frames(page);
  await isAt(page, site, CERTIFICATE, "Certificate Expired");
  await expect(page.locator("#bg-progress")).toBeHidden();
});

test("the browser keeps what is the browser's", async ({ page, site, context }) => {
  await open(page, site, "r/markup/");
  // Whether the app has taken a click, asked after the app; nothing is really followed.
  await page.evaluate(() => {
    window.bgTestTaken = [];
    addEventListener("click", (event) => {
      window.bgTestTaken.push(event.defaultPrevented);
      event.preventDefault();
    });
    const main = document.querySelector("#bg-main");
    const link = (id, attributes) => {
      const a = document.createElement("a");
      a.id = id;
      a.textContent = id;
      for (const [name, value] of Object.entries(attributes)) a.setAttribute(name, value);
      main.prepend(a, " ");
    };
    link("other-origin", { href: "https://example.com/" });
    link("source", { href: "source.md" });
    link("downloaded", { href: "../dns-failure/index.html", download: "" });
    link("new-tab", { href: "../dns-failure/index.html", target: "_blank" });
    link("unknown", { href: "../../assets/nothing" });
    link("outside", { href: "/../elsewhere.html" });
  });
  for (const id of ["other-origin", "source", "downloaded", "new-tab", "unknown", "outside"]) {
    await page.locator(`#${id}`).click();
  }
  expect(await page.evaluate(() => window.bgTestTaken)).toEqual([false, false, false, false, false, false]);
  await isAt(page, site, "r/markup/", "Every Kind of Markup");

  await open(page, site);
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: /DNS Failure/ }).click({ modifiers: ["ControlOrMeta"] });
  const tab = await opened;
  await ready(tab);
  await expect(tab.locator("h1")).toHaveText("DNS Failure");
  await isAt(page, site, "", "Fixture Runbooks");
});

test("a page that is slow to come shows a progress bar until it is there", async ({ page, site }) => {
  await open(page, site);
  const release = site.hold(/dns-failure/);
  const bar = page.locator("#bg-progress");
  await expect(bar).toBeHidden();
  await page.getByRole("link", { name: /DNS Failure/ }).click();
  await expect(bar).toBeVisible();
  await expect(page.locator("h1")).toHaveText("Fixture Runbooks");
  release();
  await isAt(page, site, DNS, "DNS Failure");
  await expect(bar).toBeHidden();
});

test("when the host is down the page stays, says so, and tries again when told", async ({ page, site, guard }) => {
  guard.allow(/Failed to load resource: net::ERR_/);
  await open(page, site, DNS);
  await mark(page);
  const { port } = site;
  await site.stop();
  await article(page).locator(".bg-body").getByRole("link", { name: "Certificate Expired" }).click();
  const notice = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(notice).toBeVisible();
  await isAt(page, site, DNS, "DNS Failure");
  await expect(page.locator("#bg-progress")).toBeHidden();
  await site.listen(port);
  await notice.getByRole("button", { name: "Retry" }).click();
  await isAt(page, site, CERTIFICATE, "Certificate Expired");
  await expect(notice).toBeHidden();
  expect(await marked(page)).toBe(true);
});

test.describe("anchors", () => {
  const near = async (page, id) => {
    const heading = page.locator(`[id="${id}"]`);
    await expect(heading).toBeInViewport();
    // At the top of the window, under whatever stays there.
    await expect.poll(() => topOf(heading)).toBeLessThan(160);
    expect(await topOf(heading)).toBeGreaterThanOrEqual(0);
  };

  test("within a page", async ({ page, site }) => {
    await open(page, site, DNS);
    await mark(page);
    await article(page).getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Resolution" }).click();
    await expect(page).toHaveURL(`${site.url}${DNS}#resolution`);
    await near(page, "resolution");
    await expect(page.locator("#resolution")).toBeFocused();
    await page.goBack();
    await expect(page).toHaveURL(site.url + DNS);
    await expect.poll(() => scrollY(page)).toBe(0);
    await page.goForward();
    await near(page, "resolution");
    expect(await marked(page)).toBe(true);
  });

  test("across pages", async ({ page, site }) => {
    await open(page, site, CERTIFICATE);
    await mark(page);
    await page.getByRole("link", { name: "its steps" }).click();
    await isAt(page, site, `${DNS}#step-2-ask-it-twice`, "DNS Failure");
    await near(page, "step-2-ask-it-twice");
    await expect(page.locator("#step-2-ask-it-twice")).toBeFocused();
    await page.goBack();
    await isAt(page, site, CERTIFICATE, "Certificate Expired");
    await page.getByRole("link", { name: "a word outside ASCII" }).click();
    await near(page, "schritt-für-größe");
    expect(await marked(page)).toBe(true);
  });

  test("into closed details", async ({ page, site }) => {
    await open(page, site, CERTIFICATE);
    await page.getByRole("link", { name: "what is hidden" }).click();
    await expect(page.locator("#hidden-remedy")).toBeInViewport();
    await open(page, site, `${DNS}#hidden-remedy`);
    await expect(page.locator("#hidden-remedy")).toBeInViewport();
  });

  test("in the first address, and the app does not scroll away", async ({ page, site }) => {
    for (const [fragment, id] of [
      ["step-2-ask-it-twice", "step-2-ask-it-twice"],
      ["schritt-f%C3%BCr-gr%C3%B6%C3%9Fe", "schritt-für-größe"],
    ]) {
      await page.goto("about:blank");
      await open(page, site, `${DNS}#${fragment}`);
      await near(page, id);
      await page.reload();
      await ready(page);
      await near(page, id);
    }
  });
});

test("the skip link leads into the page", async ({ page, site }) => {
  await open(page, site, DNS);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#bg-main")).toBeFocused();
  await isAt(page, site, `${DNS}#bg-main`, "DNS Failure");
});
