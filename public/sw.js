// The service worker: keeps a whole copy of the site in this browser and answers from it (docs/offline.md).
//
// A version is known by the SHA-256 of its manifest. Bodies lie in one cache, each under its own SHA-256, shared between
// versions; a version is there when its record lies in the other cache, and it is served from when `newest` names it:
// one write. Nothing is stored, and nothing answered, whose hash is not the one that the manifest names. Every open
// page is pinned to the version it was loaded from, so that no page ever mixes two.
//
// A worker serves every version, not only the one that it came with. So a newer worker never takes over while pages are
// open (`skipWaiting`): nothing would be gained, and a page that is asked for at that moment is held up by Chromium 156,
// now and then for good. It waits until the last page is closed, as workers do by themselves.
//
// All of it is one function whose text hashes to `SELF`: a damaged worker does not install, and one that was cut off is
// no JavaScript. The generator fills in the words in double braces.
(function breakglass(SELF) {
  "use strict";

  const VERSION = "{{version}}";
  const MANIFEST = "{{manifest}}";
  /** The form of records and of what pages are told. */
  const FORMAT = 1;

  const root = registration.scope;
  const base = new URL(root).pathname;
  const BLOBS = `breakglass:${base}:blobs`;
  const STATE = `breakglass:${base}:state`;

  /** A download without a byte for this long is given up, and any after the second time; so is a page that is not ours. */
  const STALL_MS = 20_000;
  const TOTAL_MS = 240_000;
  const PAGE_MS = 10_000;
  const REPAIR_MS = 6_000;
  const ATTEMPTS = 3;
  const PARALLEL = 4;
  /** The host is asked for a newer version at most this often. */
  const ASK_MS = 60_000;
  /** Up to this many files that a pack would bring are fetched one by one. */
  const SINGLY = 2;
  /** Above this many files, whole copies are hashed once in an hour instead of with every page load. */
  const SMALL = 500;
  const HOUR_MS = 3_600_000;
  /** A page that has been answered for is among the open ones after this long at the latest. */
  const COMING_MS = 5_000;
  /** What no file of a site is larger than; guards the memory against a host gone mad. */
  const LIMIT = 256 * 1024 * 1024;
  /** Folders at the site's root that can only be ours. */
  const OWN = /^(?:r|a|assets|files|guide|write|runs|review|contacts|icons)(?:\/|$)/;

  const key = (name) => `${root}__breakglass/${name}`;
  const blobKey = (sha) => key(`blob/${sha}`);
  const text = (bytes) => new TextDecoder().decode(bytes);
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  async function sha256(bytes) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Why something could not be stored: `network`, `damaged`, `quota`, or `gone` when another worker tidied it away. */
  class Problem extends Error {
    constructor(reason, message) {
      super(message);
      this.reason = reason;
    }
  }

  // ---- Downloads --------------------------------------------------------------------------------

  const urlOf = (path) => root + path.split("/").map(encodeURIComponent).join("/");

  async function collect(stream, limit, alive) {
    const reader = stream.getReader();
    const chunks = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      alive?.();
      length += value.length;
      if (length > limit) {
        reader.cancel().catch(() => {});
        throw new Problem("damaged", "longer than it should be");
      }
      chunks.push(value);
    }
    const all = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  /** The body at `path`, as the host gives it. Redirects and everything but success are refused. */
  async function body(path, cache, total, limit) {
    const abort = new AbortController();
    const end = setTimeout(() => abort.abort(), total);
    let stall;
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(() => abort.abort(), Math.min(STALL_MS, total));
    };
    alive();
    try {
      const response = await fetch(urlOf(path), { cache, credentials: "same-origin", redirect: "error", signal: abort.signal });
      if (!response.ok || response.type !== "basic" || response.redirected) throw new Problem("network", `${path}: ${response.status}`);
      const type = response.headers.get("Content-Type") ?? "";
      if (/^text\/html\b/i.test(type) && !/\.html?$/.test(path)) throw new Problem("damaged", `${path}: a page instead`);
      return response.body ? await collect(response.body, limit, alive) : new Uint8Array();
    } catch (error) {
      throw error instanceof Problem ? error : new Problem("network", `${path}: ${error.message}`);
    } finally {
      clearTimeout(end);
      clearTimeout(stall);
    }
  }

  const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;
  const gunzip = (bytes, limit) => collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")), limit);

  /**
   * `bytes` if their hash is `sha`, or what they unpack to if that has it: packs are compressed, hosts undo that when they
   * think that `Content-Encoding` says so, and send compressed copies without saying so.
   */
  async function verified(bytes, sha, limit) {
    if ((await sha256(bytes)) === sha) return bytes;
    if (isGzip(bytes)) {
      const unpacked = await gunzip(bytes, limit).catch(() => null);
      if (unpacked && (await sha256(unpacked)) === sha) return unpacked;
    }
    throw new Problem("damaged", "not what the manifest names");
  }

  async function download(path, sha, attempts = ATTEMPTS, total = TOTAL_MS, limit = LIMIT) {
    for (let attempt = 1; ; attempt++) {
      try {
        // The browser may have a file with a hash in its name already; a second time the network is to be asked.
        const cache = attempt > 1 ? "reload" : path.startsWith("assets/") ? "default" : "no-cache";
        return await verified(await body(path, cache, total, limit), sha, limit);
      } catch (error) {
        if (attempt >= attempts) throw error;
        await sleep(1000 * 4 ** (attempt - 1));
      }
    }
  }

  /** Runs `work` over `items`, a few at a time; the first failure ends it. */
  async function each(items, parallel, work) {
    const queue = [...items];
    let failed = false;
    const run = async () => {
      while (queue.length > 0 && !failed) {
        await work(queue.shift()).catch((error) => {
          failed = true;
          throw error;
        });
      }
    };
    await Promise.all(Array.from({ length: parallel }, run));
  }

  // ---- The store --------------------------------------------------------------------------------

  const blobs = () => caches.open(BLOBS);
  const state = () => caches.open(STATE);

  async function readState(name) {
    const found = await (await state()).match(key(name)).catch(() => undefined);
    return found ? found.text() : null;
  }

  async function put(cache, at, content, type = "text/plain") {
    try {
      await cache.put(at, new Response(content, { headers: { "Content-Type": type } }));
    } catch (error) {
      throw new Problem("quota", error.message);
    }
  }

  const writeState = async (name, content) => put(await state(), key(name), content);

  /** The hashes of the bodies that are stored. */
  async function stored() {
    const prefix = blobKey("");
    const keys = await (await blobs()).keys();
    return new Set(keys.filter(({ url }) => url.startsWith(prefix)).map(({ url }) => url.slice(prefix.length)));
  }

  /** Only one of this site's workers at a time decides what is kept. */
  const alone = (work) => (navigator.locks ? navigator.locks.request(`${STATE}:store`, work) : work());

  const records = new Map();

  /** The record of a version: what it is made of. `null` when there is none that this worker can read. */
  async function recordOf(version) {
    if (!version) return null;
    if (!records.has(version)) {
      let record = null;
      try {
        const read = JSON.parse(await readState(`version/${version}`));
        if (read?.format === FORMAT) record = prepare(read);
      } catch {
        // Damaged: as if it were not there; it is fetched again.
      }
      if (!record) return null;
      records.set(version, record);
    }
    return records.get(version);
  }

  function prepare(record) {
    const entries = ([path, sha, type]) => [path, { sha, type: record.types[type] }];
    return { ...record, core: new Map(record.files.map(entries)), media: new Map(record.images.map(entries)) };
  }

  /** The version that is served from now on, and its record. */
  async function newest() {
    for (const version of [await readState("newest"), VERSION]) {
      const record = await recordOf(version);
      if (record) return record;
    }
    return null;
  }

  // ---- Installing -------------------------------------------------------------------------------

  /** What is being downloaded, in bytes; `null` when nothing is. */
  let progress = null;
  /** Why the last attempt at a whole copy failed. */
  let trouble = "";
  let installing = null;

  /** Makes the copy of `version` whole, from whatever is there already; `path` is its manifest's. */
  function complete(version = VERSION, path = MANIFEST) {
    progress ??= { done: 0, total: 0 };
    installing ??= fillCore(version, path).finally(() => {
      installing = null;
      progress = null;
    });
    return installing;
  }

  async function fillCore(version, path) {
    try {
      await fillOnce(version, path);
    } catch (error) {
      if (error.reason !== "quota" && error.reason !== "gone") throw error;
      // Runbooks go before their pictures.
      if (error.reason === "quota") await dropImages();
      try {
        await fillOnce(version, path);
      } catch (again) {
        if (again.reason === "quota") await collectGarbage(true);
        throw again;
      }
    }
  }

  async function fillOnce(version, manifestPath) {
    const source = await download(manifestPath, version);
    const manifest = JSON.parse(text(source));
    const have = await stored();
    const cache = await blobs();
    const tables = await state();
    const files = [];
    progress = { done: 0, total: manifest.core.reduce((sum, [, , , bytes]) => sum + bytes, 0) + manifest.packs.reduce((sum, [, , bytes]) => sum + bytes, 0) };
    let told = 0;
    const advance = (bytes) => {
      progress.done += bytes;
      if (progress.done - told > progress.total / 20) {
        told = progress.done;
        tell();
      }
    };
    const keep = async (sha, type, content) => {
      if (have.has(sha)) return;
      await put(cache, blobKey(sha), content, type);
      have.add(sha);
    };
    tell();

    await each(manifest.core, PARALLEL, async ([path, sha, type, bytes]) => {
      if (!have.has(sha)) await keep(sha, type, await download(path, sha));
      files.push([path, sha, type]);
      advance(bytes);
    });

    await each(manifest.packs, PARALLEL, async ([path, sha, bytes, length]) => {
      // The table of a pack that an earlier version had, too.
      let table = await tables.match(key(`pack/${sha}`)).then((found) => found?.json()).catch(() => undefined);
      const missing = table?.filter(([, file]) => !have.has(file));
      if (!table || missing.length > SINGLY || !(await each(missing, 2, async ([file, hash, type]) => keep(hash, type, await download(file, hash, 1))).then(() => true, () => false))) {
        const pack = await download(path, sha, ATTEMPTS, TOTAL_MS, Math.max(bytes, length));
        const end = 8 + new DataView(pack.buffer, pack.byteOffset, pack.byteLength).getUint32(4, true);
        const entries = JSON.parse(text(pack.subarray(8, end)));
        await each(entries, 8, async ([, hash, type, at, size]) => {
          if (have.has(hash)) return;
          const content = pack.subarray(end + at, end + at + size);
          if ((await sha256(content)) !== hash) throw new Problem("damaged", path);
          await keep(hash, type, content);
        });
        table = entries.map(([file, hash, type]) => [file, hash, type]);
        await put(tables, key(`pack/${sha}`), JSON.stringify(table), "application/json");
      }
      files.push(...table);
      advance(bytes);
    });

    await commit(version, manifestPath, manifest, files);
  }

  /** Writes the record, and then the name of the version: from here on it is the one. */
  async function commit(version, manifestPath, manifest, files) {
    const types = [];
    const number = (type) => (types.includes(type) ? types.indexOf(type) : types.push(type) - 1);
    const entry = ([path, sha, type]) => [path, sha, number(type)];
    files.sort(([a], [b]) => (a < b ? -1 : 1));
    const record = {
      format: FORMAT,
      version,
      manifest: manifestPath,
      site: manifest.site,
      packs: manifest.packs.map(([, sha]) => sha),
      files: files.map(entry),
      images: manifest.media.map(entry),
      types,
    };
    await alone(async () => {
      const have = await stored();
      if (!files.every(([, sha]) => have.has(sha))) throw new Problem("gone", "what was stored is gone");
      await writeState(`version/${version}`, JSON.stringify(record));
      records.set(version, prepare(record));
      await writeState("newest", version);
    });
  }

  async function dropImages() {
    const cache = await blobs();
    for (const version of await versions()) {
      const record = await recordOf(version);
      for (const { sha } of record?.media.values() ?? []) await cache.delete(blobKey(sha));
    }
  }

  /** Fetches the images that are missing; without them the copy is whole all the same. */
  let filling = null;
  function fillImages() {
    filling ??= (async () => {
      const record = await newest();
      if (!record || record.media.size === 0) return;
      const have = await stored();
      const cache = await blobs();
      const missing = [...record.media].filter(([, { sha }]) => !have.has(sha));
      if (missing.length === 0) return;
      await each(missing, 2, async ([path, { sha, type }]) => put(cache, blobKey(sha), await download(path, sha, 1), type)).catch(() => {});
      await tell();
    })().finally(() => (filling = null));
    return filling;
  }

  // ---- Keeping it whole -------------------------------------------------------------------------

  let checked = null;
  /** Something of the copy was missing when last looked at, and could not be had. */
  let hurt = false;

  /** Looks whether everything is there and undamaged, and mends what is not. Once for each page load. */
  function check() {
    checked ??= selfTest().finally(() => (checked = null));
    return checked;
  }

  async function selfTest() {
    const record = await newest();
    const cache = await blobs();
    const last = Number(await readState("checked"));
    if (record && (record.core.size <= SMALL || !(Date.now() - last < HOUR_MS))) {
      await each(new Set([...record.core.values(), ...record.media.values()].map(({ sha }) => sha)), 4, async (sha) => {
        const found = await cache.match(blobKey(sha));
        if (found && (await sha256(await found.arrayBuffer())) !== sha) await cache.delete(blobKey(sha));
      });
      await writeState("checked", String(Date.now())).catch(() => {});
    }
    const have = await stored();
    hurt = !record || [...record.core.values()].some(({ sha }) => !have.has(sha));
    if (hurt) {
      await tell();
      await complete(record?.version, record?.manifest).then(
        () => {
          hurt = false;
          trouble = "";
        },
        (error) => (trouble = error.reason ?? "network"),
      );
    }
    await fillImages();
    await tell();
  }

  const versions = async () => {
    const prefix = key("version/");
    return (await (await state()).keys()).filter(({ url }) => url.startsWith(prefix)).map(({ url }) => url.slice(prefix.length));
  };

  /** A look after a page was loaded: is there more than there should be? */
  async function tidy() {
    const names = (await (await state()).keys()).map(({ url }) => url);
    const count = (prefix) => names.filter((url) => url.startsWith(key(prefix))).length;
    if (count("version/") > 1 || count("client/") > 20) await collectGarbage();
  }

  /**
   * Deletes what no version in use is made of: those of the open pages and the newest. Not while a worker of this site
   * installs, unless `now`, nor when the newest is none that this worker can read.
   */
  function collectGarbage(now = false) {
    return alone(async () => {
      if (!now && registration.installing) return;
      const store = await state();
      const open = new Set((await windows()).map(({ id }) => id));
      const latest = (await readState("newest")) ?? VERSION;
      if (!now && !(await recordOf(latest))) return;
      const used = new Set([latest]);
      const prefix = key("client/");
      for (const request of await store.keys()) {
        if (!request.url.startsWith(prefix)) continue;
        const [version, since] = (await readState(request.url.slice(key("").length)))?.split(" ") ?? [];
        // A page that is only just coming is not among the open ones yet.
        if (open.has(request.url.slice(prefix.length)) || Date.now() - since < COMING_MS) used.add(version);
        else await store.delete(request);
      }
      const shas = new Set();
      const packs = new Set();
      for (const version of await versions()) {
        const record = used.has(version) && (await recordOf(version));
        if (!record) {
          records.delete(version);
          await store.delete(key(`version/${version}`));
          continue;
        }
        for (const { sha } of [...record.core.values(), ...record.media.values()]) shas.add(sha);
        for (const sha of record.packs) packs.add(key(`pack/${sha}`));
      }
      for (const request of await store.keys()) {
        if (request.url.startsWith(key("pack/")) && !packs.has(request.url)) await store.delete(request);
      }
      const cache = await blobs();
      for (const sha of await stored()) if (!shas.has(sha)) await cache.delete(blobKey(sha));
    });
  }

  // ---- Pages and their versions -----------------------------------------------------------------

  /** The open pages of this site, those of other sites below it left out as far as the browser tells. */
  async function windows() {
    const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
    return all.filter(({ url }) => url.startsWith(root));
  }

  const pins = new Map();

  async function pinned(client) {
    if (!client) return null;
    if (!pins.has(client)) {
      const version = (await readState(`client/${client}`))?.split(" ")[0];
      if (!version) return null;
      pins.set(client, version);
    }
    return pins.get(client);
  }

  async function pin(client, version, midst = "") {
    if (!client || (!midst && pins.get(client) === version)) return;
    pins.set(client, version);
    await writeState(`client/${client}`, `${version} ${Date.now()} ${midst}`).catch(() => {});
  }

  /** What the page at `url` is in the midst of: a run or a draft, as the address names it. */
  const midstOf = (url) => /[?&]((?:run|draft)=[^&]*)/.exec(new URL(url).search)?.[1];

  /** URLs of pages in the midst of something whose reader wants the newest version for them, at their next load. */
  const consents = new Set();
  const withoutFragment = (url) => url.split("#")[0];

  /**
   * The record to load a page from: the newest, but a page in the midst of a run or a draft stays with its version. The
   * page that is reloaded is still open then, and has told what it is in the midst of.
   */
  async function recordForPage({ request }) {
    const current = await newest();
    const midst = midstOf(request.url);
    if (!current || !midst || consents.delete(withoutFragment(request.url))) return current;
    for (const { id } of await windows()) {
      const [version, , told] = (await readState(`client/${id}`))?.split(" ") ?? [];
      const record = told === midst && (await recordOf(version));
      if (record) return record;
    }
    return current;
  }

  async function recordForClient(client) {
    const record = await recordOf(await pinned(client));
    if (record) return record;
    const current = await newest();
    if (current) await pin(client, current.version);
    return current;
  }

  // ---- Answers ----------------------------------------------------------------------------------

  /** The path below the root, decoded. `null` for what is no path of a file. */
  function pathOf(url) {
    try {
      return decodeURIComponent(url.pathname.slice(base.length));
    } catch {
      return null;
    }
  }

  const fileOf = (path) => (path === "" || path.endsWith("/") ? `${path}index.html` : path);

  function headers(path, type, version) {
    const out = { "Content-Type": type, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Breakglass-Version": version };
    if (path.startsWith("files/")) out["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox";
    else if (type.startsWith("text/html")) out["Content-Security-Policy"] = "frame-ancestors 'none'";
    return out;
  }

  /** A file of a version, undamaged; mended from the host if it has it. `null` when neither has it. */
  async function fromCopy(record, path) {
    const entry = record.core.get(path) ?? record.media.get(path);
    if (!entry) return null;
    const cache = await blobs();
    let content = await cache
      .match(blobKey(entry.sha))
      .then((found) => found?.arrayBuffer())
      .catch(() => undefined);
    if (!content || (await sha256(content)) !== entry.sha) {
      content = await download(path, entry.sha, 1, REPAIR_MS).catch(() => null);
      if (!content) return null;
      await put(cache, blobKey(entry.sha), content, entry.type).catch(() => {});
    }
    return new Response(content, { headers: headers(path, entry.type, record.version) });
  }

  async function answer(event) {
    const { request } = event;
    const url = new URL(request.url);
    const path = pathOf(url);
    const navigation = request.mode === "navigate";
    // A page in the midst of a run asks what a newer version would change (src/app/pages/run/update.rs).
    const ahead = !navigation && url.searchParams.has("bg-newest");
    const record = navigation ? await recordForPage(event) : ahead ? await newest() : await recordForClient(event.clientId);
    if (record && path !== null) {
      const file = fileOf(path);
      const found = await fromCopy(record, file);
      if (found) {
        if (navigation) {
          event.waitUntil(pin(event.resultingClientId, record.version).then(tidy));
        }
        // With a page that the browser loads it looks by itself.
        if (!navigation && file.endsWith(".html")) ask();
        return found;
      }
      if (record.core.has(file)) return navigation ? instead(request, record) : fetchLimited(request, PAGE_MS).catch(() => Response.error());
      if (navigation && record.core.has(`${path}/index.html`)) return Response.redirect(`${url.origin}${url.pathname}/${url.search}`);
      // A page that this worker lost sight of, of a version that is still there: names with hashes are never wrong.
      if (path.startsWith("assets/")) {
        for (const version of await versions()) {
          const other = await recordOf(version);
          const asset = other && (await fromCopy(other, path));
          if (asset) return asset;
        }
      }
    }
    return navigation ? beyond(request, url, path, record) : fetchLimited(request, STALL_MS).catch(() => Response.error());
  }

  async function fetchLimited(request, ms) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ms);
    try {
      return await fetch(request, { signal: abort.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  /** A page that the manifest does not name: the network has it, or nobody has. */
  async function beyond(request, url, path, record) {
    // At the root of an origin, other applications may lie below; theirs is whatever they answer.
    const foreign = base === "/" && !OWN.test(path ?? "");
    try {
      const response = foreign ? await fetch(request) : await fetchLimited(request, PAGE_MS);
      if (foreign || !record || response.type === "opaqueredirect" || response.ok) return response;
    } catch {
      if (!record) return apology();
    }
    return Response.redirect(`${root}404.html?path=${encodeURIComponent(url.pathname + url.search)}`);
  }

  /** A page whose copy is damaged and cannot be mended from the host, which is down or has another version. */
  async function instead(request, record) {
    const response = await fetchLimited(request, PAGE_MS).catch(() => null);
    if (response?.ok && !response.redirected) {
      const html = await response.text();
      // One of this site's pages, of another version, whole: it brings its own names with hashes.
      if (html.includes('id="bg-main"')) return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    }
    return (request.url !== root && (await fromCopy(record, "index.html")) && Response.redirect(`${root}index.html`)) || apology();
  }

  const apology = () =>
    new Response(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not reachable</title><h1>This page is not reachable</h1><p>The host does not answer, and this browser has no whole copy of the page. <a href="${root}index.html">All runbooks</a></p>`,
      { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } },
    );

  // ---- Word to and from pages -------------------------------------------------------------------

  let asked = 0;

  /** Has the browser look for a newer worker. Nothing waits for that. */
  function ask() {
    if (Date.now() - asked < ASK_MS || registration.installing) return;
    asked = Date.now();
    registration.update().catch(() => {});
  }

  async function message(client) {
    const record = await newest();
    const own = (await pinned(client.id)) ?? record?.version;
    const out = { type: "bg-offline", root, offline: record && !hurt ? "ready" : progress ? "installing" : "none", update: "none", reason: trouble };
    if (progress) Object.assign(out, progress);
    if (record) {
      const have = record.media.size > 0 ? await stored() : null;
      Object.assign(out, {
        version: record.version,
        runbooks: record.site.runbooks,
        built: record.site.built ?? "",
        single: record.site.single ?? "",
        images: record.media.size,
        imagesHere: have ? [...record.media.values()].filter(({ sha }) => have.has(sha)).length : 0,
        yours: own,
        update: own === record.version ? "none" : "ready",
      });
    }
    return out;
  }

  async function tell() {
    for (const client of await windows()) client.postMessage(await message(client));
  }

  addEventListener("message", (event) => {
    const { type, start, look, url } = event.data ?? {};
    if (type === "bg-midst" && event.source) {
      event.waitUntil(recordForClient(event.source.id).then((record) => record && pin(event.source.id, record.version, midstOf(url))));
    }
    if (type === "bg-consent" && event.source) {
      consents.add(withoutFragment(url));
      event.source.postMessage({ type: "bg-consented" });
    }
    if (type === "bg-status" && event.source) {
      event.waitUntil(
        (async () => {
          event.source.postMessage(await message(event.source));
          if (look) ask();
          if (start) await check();
        })(),
      );
    }
  });

  addEventListener("install", (event) => {
    event.waitUntil(
      (async () => {
        try {
          if ((await sha256(new TextEncoder().encode(breakglass.toString()))) !== SELF) throw new Problem("damaged", "sw.js");
          await complete();
          trouble = "";
        } catch (error) {
          trouble = error.reason ?? "network";
          console.warn(`Breakglass: no offline copy of this version (${trouble}): ${error.message}`);
          await tell();
          throw error;
        }
        // Where there is no earlier one, no page is asked for from anything but the host.
        if (!registration.active) await skipWaiting();
        await tell();
      })(),
    );
  });

  addEventListener("activate", (event) => {
    event.waitUntil(
      (async () => {
        await clients.claim();
        for (const { id } of await windows()) if (!(await pinned(id))) await pin(id, VERSION);
        await tell();
      })(),
    );
  });

  addEventListener("fetch", (event) => {
    const { method, url, headers: sent } = event.request;
    if (method === "GET" && url.startsWith(root) && !sent.has("Range")) event.respondWith(answer(event));
  });
})("{{self}}");
