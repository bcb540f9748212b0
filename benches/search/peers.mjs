// The peers over the same pages and questions as ours, in the same run: `node peers.mjs DIR`, where DIR is what
// `cargo bench --bench search -- --export DIR` wrote. One table for each corpus, and all of it in `DIR/results/peers.json`.
//
// Each peer is set up as its usual users do (VitePress, Material, mdBook, plain Fuse, Pagefind's own defaults), over
// title, headings, text and code.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import elasticlunr from "elasticlunr";
import Fuse from "fuse.js";
import lunr from "lunr";
import MiniSearch from "minisearch";
import { close, createIndex } from "pagefind";

const require = createRequire(import.meta.url);
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const DEPTH = 10;
let runs = 0;
const words = (text) => text.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);

const peers = {
  /** As in VitePress. */
  MiniSearch(pages) {
    const index = new MiniSearch({ fields: ["title", "headings", "text"], storeFields: [] });
    index.addAll(pages);
    const options = { fuzzy: 0.2, prefix: true, boost: { title: 4, headings: 2, text: 1 } };
    return { search: (text) => index.search(text, options).map(({ id }) => id), index: JSON.stringify(index), library: require.resolve("minisearch") };
  },
  /** As in Material: every word also as a beginning. */
  lunr(pages) {
    const index = lunr(function () {
      this.ref("id");
      this.field("title", { boost: 1000 });
      this.field("headings", { boost: 10 });
      this.field("text");
      for (const page of pages) this.add(page);
    });
    const search = (text) =>
      index
        .query((query) => {
          for (const word of words(text.toLowerCase())) {
            query.term(word, { boost: 10 });
            query.term(word, { wildcard: lunr.Query.wildcard.TRAILING });
          }
        })
        .map(({ ref }) => ref);
    return { search, index: JSON.stringify(index), library: require.resolve("lunr") };
  },
  /** As in mdBook. */
  elasticlunr(pages) {
    const index = elasticlunr(function () {
      this.setRef("id");
      this.addField("title");
      this.addField("headings");
      this.addField("text");
      this.saveDocument(false);
    });
    for (const page of pages) index.addDoc(page);
    const options = { bool: "OR", expand: true, fields: { title: { boost: 2 }, headings: { boost: 2 }, text: { boost: 1 } } };
    return { search: (text) => index.search(text, options).map(({ ref }) => ref), index: JSON.stringify(index), library: require.resolve("elasticlunr") };
  },
  Fuse(all) {
    // A linear scan: over whole texts each question would take half a second.
    const pages = all.map((page) => ({ ...page, text: page.text.slice(0, 600) }));
    const keys = [{ name: "title", weight: 4 }, { name: "headings", weight: 2 }, { name: "text", weight: 1 }];
    const index = new Fuse(pages, { keys, ignoreLocation: true, includeScore: true });
    // Fuse refuses patterns that are longer than its bit vectors by much; it is slow beyond a line.
    const search = (text) => index.search(text.slice(0, 200), { limit: DEPTH }).map(({ item }) => item.id);
    return { search, index: JSON.stringify(pages), library: require.resolve("fuse.js") };
  },
  async Pagefind(pages) {
    const escape = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
    // Code of its own for each corpus: node would take the first one's, with its index, again.
    const folder = join(tmpdir(), `breakglass-pagefind-${process.pid}-${(runs += 1)}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const { index } = await createIndex({});
    for (const page of pages) {
      const headings = page.headings.split("\n").map((heading) => `<h2>${escape(heading)}</h2>`);
      const content = `<html lang="en"><body><h1>${escape(page.title)}</h1>${headings.join("")}<p>${escape(page.text)}</p></body></html>`;
      await index.addHTMLFile({ url: `/${encodeURIComponent(page.id)}/`, content });
    }
    const { files } = await index.getFiles();
    await index.deleteIndex();
    const byPath = new Map(files.map((file) => [`/pagefind/${file.path}`, Buffer.from(file.content)]));
    // Its code asks for its files over http; ours is a server of this process.
    const server = createServer((request, response) => {
      const bytes = byPath.get(new URL(request.url, "http://x").pathname);
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${server.address().port}/pagefind/`;
    const code = join(folder, "pagefind.mjs");
    writeFileSync(code, byPath.get("/pagefind/pagefind.js"));
    globalThis.window ??= globalThis;
    globalThis.document ??= { querySelector: () => ({ getAttribute: () => "en" }), currentScript: null };
    // Another origin than that of its files: it cuts its own off from their addresses, and node needs whole ones.
    globalThis.location ??= { href: "http://site.invalid/", origin: "http://site.invalid" };
    const pagefind = await import(code);
    await pagefind.options({ basePath: url, baseUrl: "/" });
    await pagefind.init();
    const search = async (text) => {
      const { results } = await pagefind.search(text);
      const data = await Promise.all(results.slice(0, DEPTH).map((result) => result.data()));
      return data.map(({ url: found }) => decodeURIComponent(found.split("/").filter(Boolean).at(-1)));
    };
    const of = (pattern) => [...byPath].filter(([path]) => pattern.test(path));
    const sum = (list) => list.reduce((all, [, bytes]) => all + bytes.length, 0);
    // Its files are compressed already.
    const stop = () => server.close();
    return { search, stop, bytes: sum(of(/\.(pf_index|pf_fragment|pf_meta)$/)), libraryBytes: of(/pagefind\.js$|wasm\.en\.pagefind$|worker\.js$/).reduce((all, [, b]) => all + brotli(b), 0) };
  },
};

const gain = (grades) => grades.slice(0, DEPTH).reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0);
function measure({ relevant }, ids) {
  const seen = new Set();
  const grades = ids.slice(0, DEPTH).map((id) => (seen.has(id) ? 0 : (seen.add(id), relevant[id] ?? 0)));
  const ideal = Object.values(relevant).sort((a, b) => b - a);
  const at = grades.indexOf(ideal[0]);
  return { first: at === 0, five: at >= 0 && at < 5, rank: at < 0 ? 0 : 1 / (at + 1), ndcg: gain(grades) / gain(ideal), empty: ids.length === 0 };
}
const mean = (list, value) => (list.length ? list.reduce((sum, one) => sum + Number(value(one)), 0) / list.length : NaN);
const at = (list, share) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * share)];
const number = (value) => (Number.isNaN(value) ? "-" : value.toFixed(3)).padStart(7);

const folder = process.argv[2];
const results = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json")).sort()) {
  const { corpus, pages, queries: all, index, indexBrotli } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  // Every tenth question of a large corpus: seven thousand would take some peers a quarter of an hour.
  const queries = pages.length > 500 ? all.filter((_, at) => at % 10 === 0) : all;
  const ids = new Set(pages.map(({ id }) => id));
  if (ids.size < pages.length) console.log(`(${corpus}: pages of one name are told apart by the first)`);
  const unique = pages.filter(({ id }) => ids.delete(id));
  console.log(`\n${corpus}: ${unique.length} pages, ${queries.length} questions`);
  console.log(`  ${"".padEnd(22)} ${"engine".padEnd(12)}       n     s@1     s@5     MRR nDCG@10   empty  held out: s@1 nDCG@10  p50 ms  p95 ms`);
  const rows = [];
  const table = [];
  const add = (engine, answers) => rows.push({ engine, answers });
  add("Breakglass", queries.map((query) => ({ query, ...measure(query, query.ours), ms: query.ms })));
  const sizes = [`Breakglass: index ${(indexBrotli / 1e3).toFixed(1)} kB brotli (${(index / 1e3).toFixed(1)} kB), with the text for snippets`];
  for (const [name, make] of Object.entries(peers)) {
    // A linear scan over a thousand pages takes seconds for each question.
    if (name === "Fuse" && unique.length > 500) continue;
    try {
      const peer = await make(unique);
      const answers = [];
      for (const query of queries) {
        const started = performance.now();
        let found = [];
        try {
          found = await peer.search(query.text);
        } catch {
          // A query that a peer chokes on has no answer.
        }
        const ms = performance.now() - started;
        answers.push({ query, ...measure(query, found), ms });
      }
      add(name, answers);
      peer.stop?.();
      const library = peer.libraryBytes ?? brotli(readFileSync(peer.library));
      sizes.push(`${name}: index ${((peer.bytes ?? brotli(peer.index)) / 1e3).toFixed(1)} kB, library ${(library / 1e3).toFixed(1)} kB (${basename(dirname(peer.library ?? "pagefind/x"))})`);
    } catch (error) {
      console.log(`  ${name} could not be run: ${error.message}`);
    }
  }
  for (const name of new Set(queries.map((query) => query.class))) {
    for (const { engine, answers } of rows) {
      const all = answers.filter(({ query }) => query.class === name);
      const held = all.filter(({ query }) => query.part === "held out");
      const times = all.map(({ ms }) => ms);
      const values = [mean(all, (a) => a.first), mean(all, (a) => a.five), mean(all, (a) => a.rank), mean(all, (a) => a.ndcg), mean(all, (a) => a.empty)];
      const keys = ["s1", "s5", "mrr", "ndcg", "empty"];
      const row = Object.fromEntries(keys.map((key, at) => [key, values[at]]));
      table.push({ class: name, engine, n: all.length, ...row, held: held.length, heldNdcg: mean(held, (a) => a.ndcg), p50: at(times, 0.5), p95: at(times, 0.95) });
      console.log(`  ${name.padEnd(22)} ${engine.padEnd(12)} ${String(all.length).padStart(7)} ${values.map(number).join(" ")}        ${number(mean(held, (a) => a.first))} ${number(mean(held, (a) => a.ndcg))} ${number(at(times, 0.5))} ${number(at(times, 0.95))}`);
    }
  }
  for (const line of sizes) console.log(`  ${line}`);
  results.push({ corpus, pages: unique.length, table, sizes });
}
mkdirSync(join(folder, "results"), { recursive: true });
writeFileSync(join(folder, "results/peers.json"), JSON.stringify(results));
await close();
