// A browser that can be killed as a power cut would.

import { spawn } from "node:child_process";
import { chromium, test } from "@playwright/test";

/** A browser of its own with a profile on the disk, ended by SIGKILL: nothing gets a chance to be written. */
export async function killable(profile) {
  const options = test.info().project.use.launchOptions;
  const browser = spawn(options.executablePath, [...options.args, "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const address = await new Promise((found, failed) => {
    let text = "";
    browser.stderr.on("data", (data) => {
      text += data;
      const match = /DevTools listening on (ws:\S+)/.exec(text);
      if (match) found(match[1]);
    });
    browser.once("exit", () => failed(new Error(`the browser ended: ${text}`)));
  });
  const connected = await chromium.connectOverCDP(address);
  const page = await connected.contexts()[0].newPage();
  return {
    page,
    async kill() {
      const gone = new Promise((done) => browser.once("exit", done));
      // With all its processes: it was started as the leader of a group.
      process.kill(-browser.pid, "SIGKILL");
      await gone;
      await connected.close().catch(() => {});
    },
  };
}
