// Firefox as it comes from a distribution, over WebDriver BiDi (W3C): enough of a client to open a page and ask it.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import utilities from "playwright-core/lib/utilsBundle";

// Node has one of its own from 22 on; Playwright brings one.
const Socket = globalThis.WebSocket ?? utilities.ws;

/** The program; `null` where there is none. */
export function findFirefox() {
  for (const name of [process.env.FIREFOX, "firefox-esr", "firefox"].filter(Boolean)) {
    try {
      return execFileSync("sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" }).trim();
    } catch {
      // Not this one.
    }
  }
  return null;
}

export class Firefox {
  #next = 0;
  #waiting = new Map();

  static async start(program = findFirefox()) {
    const firefox = new Firefox();
    firefox.profile = mkdtempSync(join(tmpdir(), "breakglass-firefox-"));
    firefox.child = spawn(program, ["--headless", "--no-remote", "--profile", firefox.profile, "--remote-debugging-port", "0", "about:blank"], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, HOME: firefox.profile, MOZ_CRASHREPORTER_DISABLE: "1" },
    });
    let address;
    for await (const line of createInterface({ input: firefox.child.stderr })) {
      address = line.match(/WebDriver BiDi listening on (ws:\S+)/)?.[1];
      if (address) break;
    }
    if (!address) throw new Error("Firefox did not start");
    firefox.child.stderr.resume();
    firefox.socket = new Socket(`${address}/session`);
    await new Promise((open, failed) => {
      firefox.socket.onopen = open;
      firefox.socket.onerror = () => failed(new Error("no connection to Firefox"));
    });
    firefox.socket.onmessage = ({ data }) => {
      const answer = JSON.parse(data);
      const waiting = firefox.#waiting.get(answer.id);
      if (!waiting) return;
      firefox.#waiting.delete(answer.id);
      if (answer.type === "error") waiting.failed(new Error(`${answer.error}: ${answer.message}`));
      else waiting.done(answer.result);
    };
    await firefox.send("session.new", { capabilities: {} });
    const { contexts } = await firefox.send("browsingContext.getTree", {});
    firefox.context = contexts[0].context;
    return firefox;
  }

  send(method, params) {
    const id = ++this.#next;
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  goto(url) {
    return this.send("browsingContext.navigate", { context: this.context, url, wait: "complete" });
  }

  reload() {
    return this.send("browsingContext.reload", { context: this.context, wait: "complete" });
  }

  /** What the function gives in the page: text, a number, a truth value. */
  async evaluate(work, ...values) {
    const expression = `(${work})(${values.map((value) => JSON.stringify(value)).join(", ")})`;
    const answer = await this.send("script.evaluate", { expression, target: { context: this.context }, awaitPromise: true });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  }

  async close() {
    await Promise.race([this.send("browser.close", {}).catch(() => {}), new Promise((late) => setTimeout(late, 3000))]);
    this.child.kill("SIGKILL");
    await new Promise((gone) => (this.child.exitCode !== null || this.child.signalCode !== null ? gone() : this.child.once("exit", gone)));
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
