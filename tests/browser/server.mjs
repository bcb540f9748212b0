// A static file server as plain as the hosts that a site may meet: a folder at some base path, index.html for a folder,
// 404.html with status 404 for what is not there, and no rewriting. Tests can break it: see the methods of `Site`.
//
//   node server.mjs FOLDER [BASE] [PORT]      serves a built site by hand

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

/** The ways in which a host misbehaves. */
export const FAULTS = ["hang", "trickle", "500", "503", "404", "login", "redirect", "truncate", "flip", "mime", "gzip"];

const LOGIN = "<!doctype html><title>Sign in</title><h1>Sign in to continue</h1><form><input name=user></form>";

class Site {
  #server;
  #faults = [];
  #spared = null;
  /** Paths below the base, as requested, oldest first. */
  requests = [];

  constructor(folder, base) {
    this.folder = resolve(folder);
    this.base = base;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => {
        response.writeHead(500, { "Content-Type": "text/plain" }).end(String(error));
      });
    });
  }

  async listen(port = 0) {
    await new Promise((listening, failed) => {
      this.#server.once("error", failed);
      this.#server.listen(port, "127.0.0.1", listening);
    });
    this.port = this.#server.address().port;
    this.origin = `http://127.0.0.1:${this.port}`;
    this.url = this.origin + this.base;
    return this;
  }

  async close() {
    if (!this.#server.listening) return;
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Stops answering, as a host that is down; `listen(site.port)` ends that. */
  stop() {
    return this.close();
  }

  /** Files whose path below the base matches are not there. */
  remove(pattern) {
    this.#faults.push({ pattern, missing: true });
  }

  /** Files that match come with their second half gone wrong, under status 200 and the right type. */
  corrupt(pattern) {
    this.#faults.push({ pattern, corrupt: true });
  }

  /** Files that match come this many milliseconds late. */
  delay(pattern, milliseconds) {
    this.#faults.push({ pattern, delay: milliseconds });
  }

  /** Files that match come when the returned function is called, and not before. */
  hold(pattern) {
    let release;
    this.#faults.push({ pattern, held: new Promise((done) => (release = done)) });
    return release;
  }

  /**
   * Answers go wrong in one of the ways of `FAULTS`, for paths that match. `times`: so often, then all is well again.
   */
  break(fault, pattern = /(?:)/, times = Infinity) {
    if (!FAULTS.includes(fault)) throw new Error(`no fault ${fault}`);
    this.#faults.push({ pattern, fault, times });
  }

  /** Files that match are spared by all faults, until the returned function is called. */
  gate(pattern) {
    this.#spared = pattern;
    return () => (this.#spared = null);
  }

  /** All faults are mended. */
  heal() {
    this.#faults = [];
    // A host that was mended was started anew: what hung before is cut off, and does not hang on for ever.
    this.#server.closeAllConnections();
  }

  async #answer(request, response) {
    const { pathname, search } = new URL(request.url, this.origin);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    if (!pathname.startsWith(this.base)) {
      // Somebody else's part of the origin.
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not this site\n");
      return;
    }
    const path = pathname.slice(this.base.length);
    this.requests.push(path + search);
    const faults = this.#spared?.test(path) ? [] : this.#faults.filter(({ pattern }) => pattern.test(path));
    const delay = Math.max(0, ...faults.map((fault) => fault.delay ?? 0));
    if (delay > 0) await new Promise((done) => setTimeout(done, delay));
    await Promise.all(faults.map((fault) => fault.held));

    const broken = faults.find(({ fault, times }) => fault && times > 0);
    if (broken) {
      broken.times -= 1;
      if (await this.#misbehave(broken.fault, path, response)) return;
    }

    const found = faults.some((fault) => fault.missing) ? null : await this.#find(path);
    if (found?.folder) {
      response.writeHead(301, { Location: `${pathname}/${search}` }).end();
      return;
    }
    const file = found?.file ?? join(this.folder, "404.html");
    let body = await readFile(file).catch(() => Buffer.from("Not found\n"));
    if (faults.some((fault) => fault.corrupt)) {
      body = Buffer.concat([body.subarray(0, body.length >> 1), Buffer.alloc(body.length - (body.length >> 1), 0x21)]);
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(found ? 200 : 404, {
      "Content-Type": type,
      "Content-Length": body.length,
      "Cache-Control": "no-cache",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  /** Answers wrongly. False when the fault does not apply to what is asked for. */
  async #misbehave(fault, path, response) {
    const send = (status, type, body, more = {}) => response.writeHead(status, { "Content-Type": type, "Content-Length": body.length, ...more }).end(body);
    if (fault === "hang") return true;
    if (fault === "500" || fault === "503") return send(Number(fault), "text/plain", "Out of order\n", { "Retry-After": "1" });
    if (fault === "404") return send(404, "text/plain", "Not here\n");
    if (fault === "login") return send(200, "text/html; charset=utf-8", LOGIN);
    // Another origin that exists nowhere.
    if (fault === "redirect") return send(302, "text/html", LOGIN, { Location: `http://login.invalid/?back=${encodeURIComponent(path)}` });
    const found = await this.#find(path);
    if (!found?.file) return false;
    const body = await readFile(found.file);
    const type = TYPES[extname(found.file)] ?? "application/octet-stream";
    switch (fault) {
      case "trickle": {
        response.writeHead(200, { "Content-Type": type, "Content-Length": body.length });
        let at = 0;
        const drop = () => {
          if (response.destroyed || at >= body.length) return void response.end();
          response.write(body.subarray(at, ++at));
          setTimeout(drop, 500).unref();
        };
        drop();
        return true;
      }
      case "truncate":
        // As a half-copied file: the length agrees with what there is.
        return send(200, type, body.subarray(0, body.length >> 1));
      case "flip": {
        const copy = Buffer.from(body);
        copy[copy.length >> 1] ^= 1;
        return send(200, type, copy);
      }
      case "mime":
        return send(200, "text/plain", body);
      case "gzip":
        // A compressed copy that is not declared; and what is compressed already, declared once too often.
        return body[0] === 0x1f && body[1] === 0x8b ? send(200, type, body, { "Content-Encoding": "gzip" }) : send(200, type, gzipSync(body));
    }
  }

  /** The file for a path; `{folder: true}` when the path is a folder without its slash; null when nothing is there. */
  async #find(path) {
    let name;
    try {
      name = decodeURIComponent(path);
    } catch {
      return null;
    }
    let file = resolve(this.folder, name);
    if (file !== this.folder && !file.startsWith(this.folder + sep)) return null;
    if (name === "" || name.endsWith("/")) file = join(file, "index.html");
    const entry = await stat(file).catch(() => null);
    if (entry?.isDirectory()) return { folder: true };
    return entry ? { file } : null;
  }
}

/** Serves `folder` at `base` (which begins and ends with a slash) on a free port. */
export function serve(folder, base = "/", port = 0) {
  return new Site(folder, base).listen(port);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = "../../dist", base = "/", port = "8090"] = process.argv.slice(2);
  const site = await serve(folder, base, Number(port));
  console.log(`${site.folder} on ${site.url}`);
}
