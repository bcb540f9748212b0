// A host that compresses as hosts do (brotli 11; 9 above 300 kB, where 11 would take a minute) and counts what it sends.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png" };
/** What is compressed already. */
const AS_THEY_ARE = new Set([".woff2", ".png", ".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"]);

/** Serves `folder` until `close`; `sent` has `{ path, size }` of every answer since it was last emptied. */
export async function host(folder) {
  const compressed = new Map();
  const sent = [];
  const server = createServer((request, response) => {
    let path = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
    if (!existsSync(path)) return response.writeHead(404).end();
    const coded = !AS_THEY_ARE.has(extname(path));
    if (!compressed.has(path)) {
      const bytes = readFileSync(path);
      const quality = bytes.length > 300_000 ? 9 : 11;
      compressed.set(path, coded ? brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 22 } }) : bytes);
    }
    const bytes = compressed.get(path);
    sent.push({ path, size: bytes.length });
    const head = { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" };
    return response.writeHead(200, coded ? { ...head, "Content-Encoding": "br" } : head).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}/`,
    sent,
    close: () => new Promise((then) => (server.close(then), server.closeAllConnections())),
  };
}
