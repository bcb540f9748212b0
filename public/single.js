// Starts the app in the single file (src/site/single_file.rs): the whole site lies in this document, compressed. Behind
// wasm-bindgen's own code, in one module. The app asks `breakglassSingle` where it would ask a host, and URLs live in the
// fragment: `#/r/high-cpu-usage/?at=diagnosis` (src/app/browser/single.rs).
(async () => {
  const html = document.documentElement;
  // A module that has trapped, by a panic, answers no more.
  for (const name of ["error", "unhandledrejection"]) addEventListener(name, ({ error, reason = error }) => {
    if (reason instanceof WebAssembly.RuntimeError) html.dataset.app = "failed";
  });
  try {
    const unpack = async (id) => {
      const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
      return new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
    };
    const [wasm, pack] = await Promise.all([unpack("bg-single-app"), unpack("bg-single-files")]);
    const end = 8 + new DataView(pack.buffer).getUint32(4, true);
    const files = new Map();
    const types = new Map();
    for (const [path, , type, at, size] of JSON.parse(new TextDecoder().decode(pack.subarray(8, end)))) {
      files.set(path, pack.subarray(end + at, end + at + size));
      types.set(path, type);
    }
    // Nothing is ever fetched from it; it stands for this site in URLs and in the names under which things are stored.
    const root = `https://${html.dataset.single}.invalid/${html.dataset.single}/`;
    globalThis.breakglassSingle = { root, files, runbooks: Number(html.dataset.runbooks), built: html.dataset.built };

    const pathOf = (url) => decodeURIComponent(new URL(url).pathname.slice(new URL(root).pathname.length));
    const images = new Map();
    // Links as the address bar has them, and images from the file, in whatever comes into the page.
    const adapt = (within) => {
      const here = root + document.body.dataset.route;
      for (const image of within.querySelectorAll("img[src]")) {
        const source = image.getAttribute("src");
        if (/^(?:data|blob):/.test(source)) continue;
        const path = pathOf(new URL(source, here));
        if (!images.has(path)) images.set(path, files.has(path) ? URL.createObjectURL(new Blob([files.get(path)], { type: types.get(path) })) : "data:,");
        image.src = images.get(path);
      }
      for (const link of within.querySelectorAll("a[href]")) {
        const href = link.getAttribute("href");
        if (href.startsWith("#/") || href === "#bg-main") continue;
        const url = new URL(href, here);
        if (!url.href.startsWith(root)) continue;
        const path = pathOf(url);
        if (path === "" || path.endsWith("/") || path.endsWith("/index.html") || path === "index.html") {
          const query = new URLSearchParams(url.search);
          if (url.hash.includes("=")) for (const [name, value] of new URLSearchParams(url.hash.slice(1))) query.set(name, value);
          else if (url.hash) query.set("at", decodeURIComponent(url.hash.slice(1)));
          const search = query.toString();
          link.setAttribute("href", `#/${url.pathname.slice(new URL(root).pathname.length).replace(/index\.html$/, "")}${search ? `?${search}` : ""}`);
        } else if (files.has(path)) {
          link.href = URL.createObjectURL(new Blob([files.get(path)], { type: types.get(path) }));
          link.download = path.split("/").pop();
        }
      }
    };

    // `#/a/?alert=NAME`: to the page of that alert, however its name is written (as public/boot.js has it on a host).
    const squeeze = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
    const wanted = location.hash.match(/^#\/a\/(?:index\.html)?\?(.*)$/);
    const params = new URLSearchParams(wanted?.[1]);
    const alert = params.get("alert")?.trim();
    if (alert) {
      const names = [...files.keys()].flatMap((path) => path.match(/^a\/([^/]+)\/index\.html$/)?.[1] ?? []);
      const name = names.find((name) => name === alert) ?? names.find((name) => squeeze(name) && squeeze(name) === squeeze(alert));
      params.delete("alert");
      if (name) history.replaceState(null, "", `#/a/${encodeURIComponent(name)}/${params.size ? `?${params}` : ""}`);
    }

    // The page that the address names, where it is not the one that stands in the file.
    const [route = "", query = ""] = location.hash.startsWith("#/") ? location.hash.slice(2).split("?") : [];
    const page = files.get(`${decodeURIComponent(route)}index.html`);
    const main = document.getElementById("bg-main");
    if (route !== "" && page) {
      const parsed = new DOMParser().parseFromString(new TextDecoder().decode(page), "text/html");
      main.replaceChildren(...parsed.getElementById("bg-main").childNodes);
      document.title = parsed.title;
      document.body.dataset.route = parsed.body.dataset.route;
    }
    adapt(document.body);
    new MutationObserver(() => adapt(main)).observe(main, { childList: true, subtree: true });
    const unknown = alert && document.getElementById("bg-unknown");
    if (unknown) {
      unknown.querySelector("b").textContent = alert;
      unknown.querySelector("a").href = `#/?${new URLSearchParams({ q: alert })}`;
      unknown.querySelector("a[data-draft]").href = `#/write/?${new URLSearchParams({ alert })}`;
      unknown.hidden = false;
    }
    // All sections are set at once: the file is read from the disk, and nothing moves under a reader later on.
    html.dataset.whole = "";
    const anchor = new URLSearchParams(query).get("at");
    if (anchor) document.getElementById(anchor)?.scrollIntoView();

    html.dataset.scripts = "";
    await app.load({ module_or_path: wasm });
    let writing;
    const write = async () => {
      if (!writing && !document.getElementById("bg-write")) return;
      writing ??= unpack("bg-single-wizard").then((bytes) => wizard.load({ module_or_path: bytes }));
      await writing;
      wizard.start(root);
    };
    document.addEventListener("bg-page", () => write().catch((error) => console.warn("Breakglass: the wizard did not start.", error)));
    app.start(root);
    await runner.load({ module_or_path: await unpack("bg-single-runner") });
    await runner.start(root);
    if (html.dataset.app !== "failed") html.dataset.app = "ready";
  } catch (error) {
    html.dataset.app = "failed";
    console.warn("Breakglass: the interactive part of this file did not start.", error);
  }
})();
