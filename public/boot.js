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

// Sections below the first screen are set once that has been seen (styles/article.css). Those that a reader has leapt over
// meanwhile had a size that was guessed: what he reads stays where it is.
const setWhole = (isSeen) => {
  if ("whole" in html.dataset) return;
  const top = (section) => section.getBoundingClientRect().top;
  // Whoever has seen nothing has not scrolled; asking where things are would set them once more.
  const read = isSeen && scrollY > 0 && [...document.querySelectorAll(".bg-body > section")].findLast((section) => top(section) < innerHeight);
  const before = read && top(read);
  html.dataset.whole = "";
  if (read) scrollBy({ top: top(read) - before, behavior: "instant" });
};
requestAnimationFrame(() => setTimeout(setWhole, 0, true));

// Reloaded, or come back to from elsewhere: to where the reader was, before the page is seen at its top. The app keeps
// that in the history and has taken it over from the browser (src/app/router/entries.rs).
const [mark, , x, y] = String(history.state).split(" ");
if (mark === "bg" && history.scrollRestoration === "manual") {
  setWhole();
  scrollTo({ left: Number(x), top: Number(y), behavior: "instant" });
}

// What the service worker says of the offline copy (public/sw.js) stands on <html>, whether or not the app starts.
const workers = "caches" in window ? navigator.serviceWorker : undefined;
html.dataset.offline = workers ? "none" : "unsupported"; // plain http, some private windows
html.dataset.update = "none";

// What is of no use without scripts, the thousands of runbooks' pages need not repeat (src/site/page.rs).
function completeFrame() {
  const make = (tag, attributes, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  if (!document.querySelector("head > link[rel=manifest]")) document.head.append(make("link", { rel: "manifest", href: new URL("manifest.webmanifest", root) }));
  if (!document.getElementById("bg-app")) document.body.append(make("div", { id: "bg-app" }));
  const top = document.querySelector("body > .bg-top");
  if (!top || document.getElementById("bg-tools")) return;
  let nav = top.querySelector(".bg-nav");
  if (!nav) top.append((nav = make("nav", { class: "bg-nav", "aria-label": "Site" })));
  const ways = [["Runbooks", ""], ["Write", "write/"], ["Runs", "runs/"]];
  nav.append(...ways.map(([label, folder]) => make("a", { href: new URL(`${folder}index.html`, root) }, label)));
  if (!document.querySelector(".bg-skip")) document.body.prepend(make("a", { class: "bg-skip", href: "#bg-main" }, "Skip to content"));
  top.append(make("div", { id: "bg-search", role: "search" }), make("div", { id: "bg-tools" }));
}
completeFrame();

// What the app shows has its own styles, which a runbook's page did not have to wait for. Without them it would be a heap.
const styled = new Promise((there) => {
  const style = new URL("./app.css", import.meta.url).href;
  if ([...document.querySelectorAll("[rel=stylesheet]")].some(({ href }) => href === style)) return there();
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style, onload: there, onerror: there }));
  setTimeout(there, 5_000); // A host that does not answer keeps nobody waiting.
});

async function keepOffline() {
  let wait = 15_000;
  let again;
  const ask = async (more) => (await workers.getRegistration(root))?.active?.postMessage({ type: "bg-status", ...more });
  const say = (data) => workers.dispatchEvent(new MessageEvent("message", { data: { type: "bg-offline", root: root.href, update: "none", ...data } }));
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
    // The worker of a site above this one speaks to its pages, too.
    if (data?.type !== "bg-offline" || data.root !== root.href) return;
    html.dataset.offline = data.offline;
    html.dataset.update = data.update;
    if (data.offline === "none") later();
  });
  // A page in the midst of a run or a draft is loaded again in the version that it has.
  const midst = () => {
    if (/[?&](run|draft)=/.test(location.search)) workers.controller?.postMessage({ type: "bg-midst", url: location.href });
  };
  window.navigation?.addEventListener("currententrychange", midst);
  for (const event of ["bg-page", "bg-run"]) document.addEventListener(event, () => setTimeout(midst));
  midst();
  workers.startMessages();
  workers.addEventListener("controllerchange", () => {
    midst();
    ask();
  });
  addEventListener("online", () => (again ? register() : ask({ look: true })));
  document.addEventListener("visibilitychange", () => document.hidden || ask({ look: true }));
  // How the copy stands is known without the host, which registering waits for: one that never answers, for ever.
  if (workers.controller) ask().catch(() => {});
  await register();
}

// Until the app is there, the search field answers from titles and alerts: whoever types first need not wait for the
// whole of it. The app takes over what is typed (src/app/search.rs); where it does not start, this stays.
const squeeze = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

function searchEarly() {
  const around = document.getElementById("bg-search");
  if (!around) return;
  // The home page has the field in its HTML (src/site/page.rs), and the single file takes it from there. Elsewhere it is
  // made here: without scripts it is of no use, and a thousand pages need not repeat it.
  let field = document.getElementById("bg-search-field");
  let mount = document.getElementById("bg-search-mount");
  if (!field || !mount) {
    field = document.createElement("input");
    const attributes = {
      class: "bg-search-field",
      id: "bg-search-field",
      type: "search",
      role: "combobox",
      "aria-label": "Search runbooks",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "bg-search-results",
      "aria-keyshortcuts": "/ Control+K Meta+K",
      autocomplete: "off",
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
      enterkeyhint: "go",
      placeholder: "Alert, error line or symptom",
    };
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
    mount = document.createElement("div");
    mount.id = "bg-search-mount";
    around.replaceChildren(field, mount);
  }
  // The app takes from here what was asked for already (src/app/browser/fetch.rs).
  const asked = (globalThis.breakglassEarly = new Map());
  const ask = (path) => {
    const url = new URL(path, root).href;
    const answer = fetch(url, { signal: AbortSignal.timeout?.(20_000) });
    asked.set(url, answer);
    answer.catch(() => asked.delete(url));
    return answer;
  };
  const entry = (title, severity, url, others) => {
    const names = [title, ...others].map(squeeze);
    return { title, severity, url, names, all: names.join("") };
  };
  // The home page lists every runbook: whoever types before anything else has come is answered from that.
  let known = [...document.querySelectorAll("[data-page=home] .bg-list-title a")].map((link) =>
    entry(link.textContent, link.closest("tr").querySelector(".bg-sev b")?.textContent, link.href, []),
  );
  let runbooks;
  const load = async () => {
    const manifest = await (await ask("runbooks.json")).clone().json();
    // What the app will ask for next.
    ask(manifest.search.catalog ?? manifest.search.index);
    known = manifest.runbooks.map(({ id, title, severity, alerts, url }) =>
      entry(title, severity, new URL(`${url}index.html`, root), [...alerts, id.split("/").at(-1)]),
    );
  };
  const begin = () => (runbooks ??= load().catch(() => (runbooks = undefined)));
  // Until the app is there; what is shown then stays until it has an answer, and takes away what was shown here.
  const panelId = "bg-search-early";
  const answers = () => html.dataset.app !== "ready" || document.getElementById(panelId);
  const option = ({ title: name, severity, url }, at, query) => {
    const link = document.createElement("a");
    const title = document.createElement("span");
    link.href = url;
    link.search = `?q=${encodeURIComponent(query)}`;
    link.id = `bg-search-${at}`;
    link.className = "bg-search-result";
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", at === 0);
    title.className = "bg-search-title";
    title.textContent = name;
    link.append(title, severity ? ` ${severity}` : "");
    return link;
  };
  const show = () => {
    if (!answers()) return;
    const query = field.value.trim();
    const [whole, words] = [squeeze(query), query.split(/[^\p{L}\p{N}]+/u).map(squeeze).filter(Boolean)];
    const worth = ({ names, all }) =>
      3 * names.some((name) => name.startsWith(whole)) + 2 * all.includes(whole) + words.filter((word) => all.includes(word)).length / words.length;
    const found = whole ? known.map((entry) => ({ entry, worth: worth(entry) })).filter(({ worth }) => worth >= 0.5) : [];
    found.sort((a, b) => b.worth - a.worth);
    const panel = document.createElement("div");
    const list = document.createElement("div");
    panel.id = panelId;
    panel.className = "bg-search-panel";
    list.id = "bg-search-results";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Runbooks found");
    list.append(...found.slice(0, 8).map(({ entry }, at) => option(entry, at, query)));
    panel.append(list);
    document.getElementById(panelId)?.remove();
    if (found.length) mount.prepend(panel);
    field.setAttribute("aria-expanded", found.length > 0);
    html.toggleAttribute("data-search", found.length > 0);
    if (found.length) html.dataset.search = "open";
  };
  const typed = () => {
    if (!answers()) return;
    show();
    begin().then(show);
  };
  field.addEventListener("focus", () => answers() && begin());
  field.addEventListener("input", typed);
  field.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") document.querySelector(`#${panelId} a`)?.click();
  });
  if (field.value) typed();
}
searchEarly();

// How many letters to add, drop, change or swap until `a` is `b`.
const distance = (a, b) => {
  let [earlier, before] = [[], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] !== b[j - 1]));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], earlier[j - 2] + 1);
    }
    [earlier, before] = [before, row];
  }
  return before[b.length];
};

// `a/?alert=NAME`: to the page of that alert, however its name is written. Here and not in the app, because it is the
// way in from a pager and must not wait for anything. A name that no alert has is held against those there are.
function findAlert() {
  const params = new URLSearchParams(location.search);
  const wanted = params.get("alert")?.trim();
  if (!wanted || !document.querySelector('[data-page="alerts"]')) return false;
  const links = [...document.querySelectorAll("a[data-alert]")];
  const name = ({ textContent }) => textContent;
  params.delete("alert");
  const page = (href) => {
    const url = new URL(href, root);
    url.search = params;
    if (location.hash) url.hash = location.hash;
    return url;
  };
  const lower = wanted.toLowerCase();
  const bare = squeeze(wanted);
  let alike = links.filter((link) => name(link).toLowerCase() === lower);
  if (!alike.length && bare) alike = links.filter((link) => squeeze(name(link)) === bare);
  const exact = alike.find((link) => name(link) === wanted) ?? (alike.length === 1 ? alike[0] : undefined);
  const shared = new Set(alike.map((link) => name(link).toLowerCase()));
  if (shared.size !== 1) {
    const unknown = document.getElementById("bg-unknown");
    unknown.querySelector("b").textContent = wanted;
    // The name and its words: `KubePodNotReady` is found by "pod not ready", too.
    const words = wanted.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_:-]+/g, " ");
    unknown.querySelector("a").search = new URLSearchParams({ q: words === wanted ? wanted : `${wanted} ${words}` });
    unknown.querySelector("a[data-draft]").search = new URLSearchParams({ alert: wanted });
    // A third of the letters may be wrong; longer than a name can be, it is no name.
    const near = links
      .map((link) => ({ link, far: distance(bare.slice(0, 200), squeeze(name(link))) }))
      .filter(({ link, far }) => far <= Math.max(bare.length, squeeze(name(link)).length) / 3)
      .sort((a, b) => a.far - b.far)
      .slice(0, 5);
    if (near.length) {
      const list = document.createElement("ul");
      for (const { link } of near) {
        const other = document.createElement("a");
        other.href = page(link.href);
        other.textContent = name(link);
        const item = document.createElement("li");
        item.append(other);
        list.append(item);
      }
      list.className = "bg-near";
      unknown.querySelector("p").append(" Perhaps it is one of these:");
      unknown.querySelector("p").after(list);
    }
    unknown.hidden = false;
    return false;
  }
  // Names that differ in case only share a page that lets the reader choose.
  location.replace(page(exact?.href ?? `a/${encodeURIComponent([...shared][0])}/index.html`));
  return true;
}
const leaving = findAlert();

const load = async (script, file, scriptIntegrity, integrity) => {
  // `import()` takes no hash; what a preload has checked, it uses.
  const preload = Object.assign(document.createElement("link"), { rel: "modulepreload", integrity: scriptIntegrity, href: new URL(script, import.meta.url) });
  document.head.append(preload);
  const [module, wasm] = await Promise.all([
    import(script),
    fetch(new URL(file, import.meta.url), { credentials: "same-origin", integrity }),
  ]);
  if (!wasm.ok) throw new Error(`${wasm.url}: HTTP ${wasm.status}`);
  // Compiled while it arrives where the host says `application/wasm`; from the whole file elsewhere.
  const streams = wasm.headers.get("Content-Type") === "application/wasm";
  await module.default({ module_or_path: streams ? wasm : await wasm.arrayBuffer() });
  return module;
};

const indexed = new Promise((there) => document.addEventListener("bg-index", there, { once: true }));

// The wizard is a module of its own, loaded on its page only. The app says when another page is shown.
let wizard;
async function write() {
  if (!wizard && !document.getElementById("bg-write")) return;
  try {
    wizard ??= load("./wizard.js", "./wizard_bg.wasm", "wizard-script-integrity", "wizard-integrity");
    (await wizard).start(root.href);
  } catch (error) {
    wizard = undefined;
    console.warn("Breakglass: the wizard did not start.", error);
  }
}

// So is the runner (src/app/runner.rs). Pages that show runs or values need it at once; others when the reader turns to
// what it serves, and then what was pressed, pasted or typed meanwhile is handed to it.
let runner;
let listens = false;
// A module that has trapped, by a panic, answers no more: links go back to loading pages.
const onTrap = ({ error, reason = error }) => {
  if (reason instanceof WebAssembly.RuntimeError) html.dataset.app = "failed";
};
for (const name of ["error", "unhandledrejection"]) addEventListener(name, onTrap);
const startRunner = () => {
  runner ??= load("./runner.js", "./runner_bg.wasm", "runner-script-integrity", "runner-integrity").then((module) => {
    listens = true;
    return module.start(root.href);
  });
  runner.catch((error) => {
    onTrap({ error });
    runner = undefined;
  });
  return runner;
};
const article = "[data-page=runbook] article[data-id]";
const isRunbook = () => document.querySelector(article) !== null;
function needsRunner() {
  const kind = document.querySelector("[data-page]")?.dataset.page;
  if (kind === "runs" || kind === "review") return true;
  try {
    // A run in progress, or a drill.
    if (["runs", "drill"].some((name) => localStorage.getItem(`bg:${root.pathname}:${name}`))) return true;
  } catch {
    // Closed storage keeps no runs.
  }
  const values = new URLSearchParams(location.search);
  // What was searched for may be a pasted alert, whose labels are values.
  if (isRunbook() && /\w\s*=\s*"?\S|"\s*:\s*"/.test(values.get("q"))) return true;
  for (const name of ["q", "view", "at"]) values.delete(name);
  return isRunbook() && (values.size > 0 || location.hash.includes("="));
}
let pressed;
let pasted;
let typed;
async function serve() {
  const waiting = pressed;
  waiting?.setAttribute("aria-busy", true);
  try {
    await startRunner();
  } catch (error) {
    console.warn("Breakglass: the runner did not start.", error);
    if (pressed || typed) document.dispatchEvent(new Event("bg-runner-missing"));
    return;
  } finally {
    waiting?.removeAttribute("aria-busy");
  }
  if (pasted !== undefined) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
  }
  if (typed) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: typed, bubbles: true }));
  const button = pressed;
  [pressed, pasted, typed] = [];
  if (button?.isConnected) button.click();
  // The runner has put its own buttons in the place of the first.
  else if (button) document.querySelector(`[data-act="${button.dataset.act}"]`)?.click();
}
let serving = false;
const ask = () => {
  if (serving || html.dataset.app !== "ready") return;
  serving = true;
  serve().finally(() => (serving = false));
};
const turnedTo = ({ target }) =>
  runner || !target.closest?.(`${article} :is(button, input, figure, fieldset), #bg-dock button`) || ask();
for (const name of ["pointerover", "pointerdown", "focusin"]) document.addEventListener(name, turnedTo, { passive: true });
document.addEventListener("click", (event) => {
  const button = listens ? null : event.target.closest?.(`figure .bg-copy, ${article} [data-act], #bg-dock [data-act]`);
  if (!button) return;
  pressed = button;
  ask();
});
document.addEventListener("paste", (event) => {
  if (listens) return;
  pasted = event.clipboardData?.getData("text");
  ask();
});
// The runner tells which keys work.
document.addEventListener("keydown", ({ key, target }) => {
  if (listens || key !== "?" || target.matches("input, textarea, select")) return;
  typed = key;
  ask();
});
// A file that is dropped beside a field for files is meant for it: the browser would leave the page and show it.
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => {
  const { files, types } = event.dataTransfer;
  const fields = [...document.querySelectorAll("[type=file]")];
  if (!types.includes("Files") || !fields.length || fields.includes(event.target)) return;
  event.preventDefault();
  if (!files.length) return;
  const field = fields.find(({ accept }) => accept.split(",").some((end) => files[0].name.endsWith(end))) ?? fields[0];
  field.files = files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
// A draft is tried out.
document.addEventListener("bg-trial", () => runner || startRunner().catch(() => {}));
document.addEventListener("bg-retry", () => (pressed || typed) && ask());
document.addEventListener("bg-page", () => {
  write();
  if (html.dataset.app === "ready" && !runner && needsRunner()) startRunner().catch(() => {});
});

if (!leaving) try {
  // Heads preload the module, but for runbooks' pages, which are to be read first. Only a request that is the same in URL,
  // mode and credentials gets those bytes; any other would download them again. The hash to check is the generator's,
  // here: Chromium warns of `integrity` there.
  const preload = document.querySelector('link[rel="preload"][as="fetch"]');
  const app = await load("./app.js", preload?.href ?? "./app_bg.wasm", "app-script-integrity", "app-integrity");
  await styled;
  setWhole(); // The app scrolls to what was searched for. In a tab behind others nothing has been seen yet.
  app.start(root.href);
  // A run that the address names is there before the page says that it is ready.
  if (needsRunner()) await startRunner();
  if (html.dataset.app !== "failed") html.dataset.app = "ready";
  if (pressed || typed || pasted !== undefined) ask();
} catch (error) {
  html.dataset.app = "failed";
  console.warn("Breakglass: the interactive part of this page did not start.", error);
}
// Only now, so that the copy's downloads do not keep this page waiting; and a search that is under way goes before them.
const waits = html.dataset.app === "ready" && html.dataset.search === "open";
if (workers) (waits ? Promise.race([indexed, new Promise((later) => setTimeout(later, 30_000))]) : Promise.resolve()).then(keepOffline);
// From the offline copy it costs nothing to have the runner at hand.
if (workers?.controller) (window.requestIdleCallback ?? setTimeout)(() => isRunbook() && startRunner().catch(() => {}));
