// WebKit, Safari's engine, as it comes from a distribution (WebKitGTK's small browser), over WebDriver (W3C): enough of a
// client to open a page, press keys and ask it. It has no mode without a screen, so it gets a virtual one (Xvfb).

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const driver = "WebKitWebDriver";
const screen = "Xvfb";

/** Where the small browser is; `null` where it, its driver or the virtual screen is not installed. */
export function findWebKit() {
  try {
    for (const program of [driver, screen]) execFileSync("sh", ["-c", 'command -v "$1"', "sh", program]);
    for (const folder of readdirSync("/usr/lib")) {
      const browser = join("/usr/lib", folder, "webkit2gtk-4.1/MiniBrowser");
      if (existsSync(browser)) return browser;
    }
  } catch {
    // One of them is not there.
  }
  return null;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

export class WebKit {
  /** A browser that answers; or why there is none, for its sandbox and its screen want more of a machine than others do. */
  static async tryStart() {
    const browser = findWebKit();
    if (!browser) return { why: "WebKit is not installed" };
    const webkit = new WebKit();
    try {
      await webkit.start(browser);
      await webkit.goto("about:blank");
      await webkit.evaluate(() => document.readyState);
      return { webkit };
    } catch (error) {
      await webkit.close();
      return { why: `WebKit does not start here: ${error.message}` };
    }
  }

  async start(browser) {
    this.profile = mkdtempSync(join(tmpdir(), "breakglass-webkit-"));
    this.screen = spawn(screen, ["-displayfd", "1", "-screen", "0", "1280x900x24"], { stdio: ["ignore", "pipe", "ignore"] });
    const display = await new Promise((named, failed) => {
      createInterface({ input: this.screen.stdout }).once("line", named);
      this.screen.once("exit", () => failed(new Error(`${screen} has ended`)));
    });
    const port = await freePort();
    const { DBUS_SESSION_BUS_ADDRESS: _, ...env } = process.env;
    this.driver = spawn(driver, [`--port=${port}`], {
      stdio: "ignore",
      detached: true, // A group of its own, so that the browser ends with it.
      env: { ...env, HOME: this.profile, DISPLAY: `:${display}`, WEBKIT_DISABLE_COMPOSITING_MODE: "1", NO_AT_BRIDGE: "1" },
    });
    this.address = `http://127.0.0.1:${port}`;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#ask("GET", "/status");
        break;
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise((later) => setTimeout(later, 100));
      }
    }
    const { sessionId } = await this.#ask("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] } } },
    });
    this.session = `/session/${sessionId}`;
  }

  async #ask(method, path, body) {
    const response = await fetch(this.address + path, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  goto(url) {
    return this.#ask("POST", `${this.session}/url`, { url });
  }

  reload() {
    return this.#ask("POST", `${this.session}/refresh`, {});
  }

  /** Presses and lets go of each key of the text, as a keyboard does. */
  press(text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    return this.#ask("POST", `${this.session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** What the function gives in the page: anything that JSON holds. */
  evaluate(work, ...args) {
    return this.#ask("POST", `${this.session}/execute/sync`, { script: `return (${work})(...arguments)`, args });
  }

  async close() {
    const late = new Promise((over) => setTimeout(over, 3000));
    if (this.session) await Promise.race([this.#ask("DELETE", this.session).catch(() => {}), late]);
    try {
      if (this.driver?.pid) process.kill(-this.driver.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
    this.screen?.kill("SIGKILL");
    if (this.profile) rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
