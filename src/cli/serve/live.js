// Reloads the page when the site has changed, keeping the scroll position, and shows what keeps it from being built.
const SCROLL = "breakglass-live-scroll";
const own = import.meta.url;

const place = sessionStorage.getItem(SCROLL);
if (place) {
  sessionStorage.removeItem(SCROLL);
  const { path, y } = JSON.parse(place);
  if (path === location.pathname) scrollTo(0, y);
}

// That of the page: it may be of before what the first event tells.
let version = new URL(own).searchParams.get("version");
const events = new EventSource(new URL("events", own));
events.onmessage = ({ data }) => {
  const state = JSON.parse(data);
  show(state.problems);
  if (version !== state.version) {
    sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, y: scrollY }));
    location.reload();
  }
  version = state.version;
};

let panel;
function show(problems) {
  panel?.remove();
  if (problems.length === 0) return;
  panel = document.createElement("section");
  panel.className = "bg-live-problems";
  panel.setAttribute("aria-label", "Problems in the runbooks");
  const list = document.createElement("ul");
  for (const problem of problems) {
    const item = document.createElement("li");
    item.textContent = problem;
    list.append(item);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "bg-button";
  close.textContent = "Hide";
  close.onclick = () => panel.remove();
  panel.append(list, close);
  document.body.append(panel);
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(new URL("../sw.js", own), { updateViaCache: "none" }).catch(() => {});
}
