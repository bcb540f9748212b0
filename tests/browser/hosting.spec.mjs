// nginx and Caddy with the configurations that the site brings along, under a path of their own.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { get as httpGet } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { test, expect } from "@playwright/test";
import { Workshop, isReady } from "./offline.mjs";
import { root } from "./sites.mjs";

const BASE = "/ops/runbooks/";
const has = (program) => {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    return true;
  } catch {
    return false;
  }
};
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

// Made anew each time: a worker may come back to this file after it has tidied up.
let shop;
let site;
test.beforeAll(() => {
  shop = new Workshop();
  const source = join(shop.folder, "runbooks");
  cpSync(join(root, "runbooks"), source, { recursive: true });
  writeFileSync(join(source, "Größe 50%.md"), `---\nalerts: ["Disk Full", "100% CPU", "Überlast", "a+b;c"]\n---\n\n# Größe\n\n## Resolution\n\n1. Look\n`);
  site = shop.buildFrom(source, ["--precompress"]);
});
test.afterAll(() => shop?.remove());

const servers = {
  nginx: async (port) => {
    const work = join(shop.folder, "nginx");
    mkdirSync(work, { recursive: true });
    const include = readFileSync(join(site, "deploy/nginx.conf"), "utf8");
    expect(include.match(/^set \$base .*$/gm)).toEqual(["set $base /;"]);
    writeFileSync(join(work, "site.conf"), include.replace("set $base /;", `set $base ${BASE};`));
    const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${work}/${name};`).join(" ");
    writeFileSync(
      join(work, "nginx.conf"),
      `daemon off; pid ${work}/pid; worker_processes 1; ${process.getuid() === 0 ? "user root;" : ""} events {}\nhttp { access_log off; ${temp}\nserver { listen 127.0.0.1:${port}; root ${site}; include ${work}/site.conf; } }\n`,
    );
    const options = ["-c", join(work, "nginx.conf"), "-e", join(work, "error.log")];
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
    execFileSync("nginx", ["-t", ...options], { stdio: "pipe", env });
    return spawn("nginx", options, { stdio: "ignore", env });
  },
  caddy: async (port) => {
    const env = { ...process.env, HOME: shop.folder, BREAKGLASS_ADDRESS: `http://127.0.0.1:${port}`, BREAKGLASS_BASE: BASE, BREAKGLASS_ROOT: site };
    const config = join(shop.folder, "Caddyfile");
    // Several of these tests may run at once: no fixed port for Caddy's own use.
    writeFileSync(config, `{\n\tadmin off\n}\n${readFileSync(join(site, "deploy/Caddyfile"), "utf8")}`);
    execFileSync("caddy", ["validate", "--adapter", "caddyfile", "--config", join(site, "deploy/Caddyfile")], { stdio: "pipe", env });
    return spawn("caddy", ["run", "--adapter", "caddyfile", "--config", config], { stdio: "ignore", env });
  },
};

/** Without a browser's help: the status, headers and bytes as they came. */
const ask = (port, path, encoding) =>
  new Promise((done, failed) => {
    httpGet({ host: "127.0.0.1", port, path: BASE + path, headers: encoding ? { "Accept-Encoding": encoding } : {} }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk)).on("end", () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    }).on("error", failed);
  });

for (const [name, start] of Object.entries(servers)) {
  test(`${name} serves the site as promised`, async ({ browser }, info) => {
    test.skip(info.project.name !== "root", "the path is the test's own");
    test.skip(!has(name), `${name} is not installed`);
    const port = await freePort();
    const child = await start(port);
    try {
      await expect.poll(() => ask(port, "").then(({ status }) => status, () => 0), { timeout: 15_000 }).toBe(200);
      const home = readFileSync(join(site, "index.html"));
      const asset = readdirSync(join(site, "assets")).find((file) => file.endsWith(".wasm"));

      for (const path of ["", "index.html"]) expect((await ask(port, path)).body.equals(home), path).toBe(true);
      const folder = await ask(port, "r/high-cpu-usage");
      expect([301, 308]).toContain(folder.status);
      expect(folder.headers.location).toBe(`${BASE}r/high-cpu-usage/`);

      // The site's own path without its last slash.
      const bare = await new Promise((done, failed) => httpGet({ host: "127.0.0.1", port, path: BASE.slice(0, -1) }, done).on("error", failed));
      expect([301, 308]).toContain(bare.statusCode);
      expect(bare.headers.location).toBe(BASE);

      // Names that have to be percent-encoded, and what follows the address of a folder.
      for (const path of ["a/Disk%20Full", "a/100%25%20CPU", "a/%C3%9Cberlast", "a/%C3%BCberlast", "a/a+b%3Bc", "a/a%2Bb;c", "r/gr%C3%B6%C3%9Fe-50"]) {
        expect([path, (await ask(port, `${path}/`)).status]).toEqual([path, 200]);
        const { status, headers } = await ask(port, `${path}?n=x%20y`);
        expect([path, [301, 308].includes(status)]).toEqual([path, true]);
        expect(headers.location).toMatch(/\/\?n=x%20y$/);
        expect(decodeURIComponent(headers.location.split("?")[0])).toBe(BASE + decodeURIComponent(`${path}/`));
      }

      const types = {
        "": "text/html; charset=utf-8",
        "r/high-cpu-usage/": "text/html; charset=utf-8",
        "sw.js": "text/javascript; charset=utf-8",
        "runbooks.json": "application/json",
        "manifest.webmanifest": "application/manifest+json",
        "r/high-cpu-usage/source.md": "text/plain; charset=utf-8",
        [`assets/${asset}`]: "application/wasm",
        "icons/icon.svg": "image/svg+xml",
      };
      for (const [path, type] of Object.entries(types)) {
        const { status, headers } = await ask(port, path);
        expect([path, status, headers["content-type"]]).toEqual([path, 200, type]);
        expect(headers["cache-control"], path).toBe(path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
        expect(headers["x-content-type-options"], path).toBe("nosniff");
        expect(headers["x-frame-options"], path).toBe("DENY");
        expect(headers["referrer-policy"], path).toBe("no-referrer");
        expect(headers["permissions-policy"], path).toContain("camera=()");
        expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
        expect(headers["content-security-policy"], path).toMatch(/script-src 'self' 'sha256-.*frame-ancestors 'none'/);
      }

      const zipped = await ask(port, "", "gzip");
      expect(zipped.headers["content-encoding"]).toBe("gzip");
      expect(gunzipSync(zipped.body).equals(home)).toBe(true);
      if (name === "caddy") {
        const small = await ask(port, `assets/${asset}`, "br");
        expect(small.headers["content-encoding"]).toBe("br");
        expect(brotliDecompressSync(small.body).equals(readFileSync(join(site, "assets", asset)))).toBe(true);
      }

      for (const path of ["nothing", "r/nothing/", "assets/nothing.js", "deploy/nginx.conf", "_headers", ".breakglass-site"]) {
        const missing = await ask(port, path);
        expect([path, missing.status]).toEqual([path, 404]);
        expect(missing.headers["content-type"], path).toContain("text/html");
        expect(missing.headers["cache-control"], path).toBe("no-cache");
        expect(missing.body.toString(), path).toContain("Page not found");
      }

      const context = await browser.newContext({ serviceWorkers: "allow" });
      const page = await context.newPage();
      const complaints = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`));
      page.on("request", (request) => request.url().startsWith(`http://127.0.0.1:${port}${BASE}`) || complaints.push(request.url()));
      // A first visit: no worker answers for the host, and its headers hold.
      await page.goto(`http://127.0.0.1:${port}${BASE}r/high-cpu-usge/`);
      await expect(page.getByRole("link", { name: /High CPU Usage/ })).toBeVisible();
      expect(await page.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth)).not.toBe("none");
      expect(complaints.filter((complaint) => !/status of 404 .*\/(high-cpu-usge\/|runbooks\.json)$/.test(complaint))).toEqual([]);
      complaints.length = 0;
      await page.goto(`http://127.0.0.1:${port}${BASE}r/high-cpu-usage/`);
      await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
      await isReady(page);
      expect(complaints).toEqual([]);
      await page.goto(`http://127.0.0.1:${port}${BASE}r/high-cpu-usge/`);
      await expect(page.getByRole("link", { name: /High CPU Usage/ })).toBeVisible();
      expect(complaints.filter((complaint) => !/404/.test(complaint))).toEqual([]);
      await context.close();
    } finally {
      child.kill("SIGKILL");
    }
  });
}
