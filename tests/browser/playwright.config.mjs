import { defineConfig } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { root } from "./sites.mjs";

// The browser is the system's: the Makefile names it, or the same look-up is made here.
function findChrome() {
  try {
    const find = "set -eu; . scripts/lib.sh; find_chrome";
    return execFileSync("bash", ["-c", find], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    throw new Error("No Chromium or Chrome was found: install one or set CHROME to its path (`make setup` tries to).");
  }
}

// These look at the files of sites, without a browser: once is enough.
const withoutBrowser = ["words.spec.mjs", "budgets.spec.mjs"];

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "output/results",
  globalSetup: "./sites.mjs",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // No second tries: a test that fails now and then shows a fault of the app's or of its own.
  retries: 0,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [["dot"]] : [["list"]],
  // Every test runs on a site at the root of its origin and on one below it: nothing may depend on where it lies.
  projects: [
    { name: "root", use: { base: "/" }, testIgnore: withoutBrowser },
    { name: "subfolder", use: { base: "/a/b/" }, testIgnore: [...withoutBrowser, "injection.spec.mjs"] },
    { name: "files", testMatch: withoutBrowser },
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    // A page that comes from the offline copy says nothing about the host. The tests of the copy allow it.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: process.env.CHROME || findChrome(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
