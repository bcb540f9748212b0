// Starts the app beside the finished page. Whatever goes wrong here, the page stays as it is: readable.
// The generator replaces the names of the two files that are loaded by their hashed ones, and puts in one's hash.

const html = document.documentElement;
// This file lies in the folder `assets` at the site's root, wherever a host has put that.
const root = new URL("..", import.meta.url);
// Scripts run: what needs them may be shown.
html.dataset.scripts = "";

// The chosen theme, before the app is there, so that a dark page does not flash white (src/app/state/theme.rs).
try {
  const theme = localStorage.getItem(`bg:${root.pathname}:theme`);
  if (theme === "light" || theme === "dark") html.dataset.theme = theme;
} catch {
  // Closed storage: the system's theme it is.
}

// Reloaded, or come back to from elsewhere: to where the reader was, before the page is seen at its top. The app keeps
// that in the history and has taken it over from the browser (src/app/router/entries.rs).
const [mark, , x, y] = String(history.state).split(" ");
if (mark === "bg" && history.scrollRestoration === "manual") {
  scrollTo({ left: Number(x), top: Number(y), behavior: "instant" });
}

// What the service worker says of the offline copy (public/sw.js) stands on <html>, whether or not the app starts.
const workers = "caches" in window ? navigator.serviceWorker : undefined;
if (!workers) html.dataset.offline = "unsupported"; // plain http, some private windows

async function keepOffline() {
  let wait = 15_000;
  let again;
  const ask = async (more) => (await workers.getRegistration(root))?.active?.postMessage({ type: "bg-status", ...more });
  const say = (data) => workers.dispatchEvent(new MessageEvent("message", { data: { type: "bg-offline", update: "none", ...data } }));
  const register = async () => {
    clearTimeout(again);
    again = undefined;
    try {
      await workers.register(new URL("sw.js", root), { updateViaCache: "none" });
      await ask({ start: true });
    } catch (error) {
      if (error.name === "SecurityError" || error.name === "NotSupportedError") say({ offline: "unsupported" });
      else later();
    }
  };
  const later = () => (again ??= setTimeout(register, (wait = Math.min(wait * 2, 900_000))));
  workers.addEventListener("message", ({ data }) => {
    if (data?.type !== "bg-offline") return;
    html.dataset.offline = data.offline;
    html.dataset.update = data.update;
    if (data.offline === "none") later();
  });
  workers.startMessages();
  workers.addEventListener("controllerchange", () => ask());
  addEventListener("online", () => (again ? register() : ask({ look: true })));
  document.addEventListener("visibilitychange", () => document.hidden || ask({ look: true }));
  await register();
}

// `a/?alert=NAME`: to the page of that alert, however its name is written. Here and not in the app, because it is the
// way in from a pager and must not wait for anything.
function findAlert() {
  const params = new URLSearchParams(location.search);
  const wanted = params.get("alert")?.trim();
  if (!wanted || !document.querySelector('[data-page="alerts"]')) return false;
  const links = [...document.querySelectorAll("a[data-alert]")];
  const lower = wanted.toLowerCase();
  const alike = links.filter((link) => link.dataset.alert.toLowerCase() === lower);
  const exact = alike.find((link) => link.dataset.alert === wanted) ?? (alike.length === 1 ? alike[0] : undefined);
  if (alike.length === 0) {
    const unknown = document.getElementById("bg-unknown");
    unknown.querySelector("b").textContent = wanted;
    unknown.querySelector("a").search = new URLSearchParams({ q: wanted });
    unknown.hidden = false;
    return false;
  }
  params.delete("alert");
  // Names that differ in case only share a page that lets the reader choose.
  const page = new URL(exact?.href ?? `a/${encodeURIComponent(lower)}/index.html`, root);
  page.search = params;
  if (location.hash) page.hash = location.hash;
  location.replace(page);
  return true;
}
const leaving = findAlert();

if (!leaving) try {
  // The head preloads the module. Only a request that is the same in URL, mode and credentials gets those bytes; any
  // other would download them again. The hash to check is the generator's, here: Chromium warns of `integrity` there.
  const preload = document.querySelector('link[rel="preload"][as="fetch"]');
  const [app, wasm] = await Promise.all([
    import("./app.js"),
    fetch(preload?.href ?? new URL("./app_bg.wasm", import.meta.url), {
      credentials: "same-origin",
      integrity: "sha384-of-app_bg.wasm",
    }),
  ]);
  if (!wasm.ok) throw new Error(`${wasm.url}: HTTP ${wasm.status}`);
  // Compiled while it arrives where the host says `application/wasm`; from the whole file elsewhere.
  const streams = wasm.headers.get("Content-Type") === "application/wasm";
  await app.default({ module_or_path: streams ? wasm : await wasm.arrayBuffer() });
  app.start(root.href);
} catch (error) {
  html.dataset.app = "failed";
  console.warn("Breakglass: the interactive part of this page did not start.", error);
}
// Only now, so that the copy's downloads do not keep this page waiting.
if (workers) keepOffline();
