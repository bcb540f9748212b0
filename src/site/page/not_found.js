// Finds the site's root by looking for its manifest in the folders above, then offers the runbooks that the wrong
// address comes closest to.
(async () => {
  const wanted = new URLSearchParams(location.search).get("path") || location.pathname;
  const folders = location.pathname.split("/").slice(0, -1);
  let root, manifest;
  for (let depth = folders.length; depth > 0 && !manifest; depth--) {
    root = new URL(folders.slice(0, depth).join("/") + "/", location.origin);
    try {
      const response = await fetch(new URL("runbooks.json", root), { redirect: "error", signal: AbortSignal.timeout(5000) });
      const found = response.ok ? await response.json() : null;
      if (found && found.version === 1 && Array.isArray(found.runbooks)) manifest = found;
    } catch {
      // Not here; one folder up, perhaps.
    }
  }
  if (!manifest) return;

  // `a/NAME/`, where no runbook is for that alert or its name is written in another case: the list of alerts finds it in any
  // case, and offers a search and a draft for one that nobody knows.
  const asked = new URL(wanted, location.origin);
  const [, alert] = (asked.pathname.startsWith(root.pathname) && asked.pathname.slice(root.pathname.length).match(/^a\/([^/]+)\/?(?:index\.html)?$/)) || [];
  if (alert && alert !== "index.html") {
    const list = new URL("a/index.html", root);
    list.search = asked.search || (asked.pathname === location.pathname ? location.search : "");
    list.hash = location.hash;
    try {
      list.searchParams.set("alert", decodeURIComponent(alert));
      location.replace(list);
      return;
    } catch {
      // A broken escape names no alert.
    }
  }

  const words = (text) => text.toLowerCase().normalize("NFKD").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const entries = manifest.runbooks.map((runbook) => ({
    runbook,
    text: words([runbook.id, runbook.title, runbook.category, ...runbook.alerts].join(" ")),
    joined: [runbook.id, runbook.title, ...runbook.alerts].join(" ").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ""),
  }));
  const score = (entry, query) => {
    let sum = 0;
    for (const word of query) {
      if (entry.text.includes(word)) sum += 3;
      else if (entry.text.some((own) => own.startsWith(word) || word.startsWith(own))) sum += 2;
      else if (word.length > 2 && entry.joined.includes(word)) sum += 1;
    }
    return sum;
  };

  const search = document.getElementById("search");
  const results = document.getElementById("results");
  const count = document.getElementById("count");
  const show = (query) => {
    const ranked = entries
      .map((entry) => ({ entry, score: score(entry, query) }))
      .filter((hit) => hit.score > 0 || query.length === 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, 12);
    results.replaceChildren(
      ...ranked.map(({ entry: { runbook } }) => {
        const link = document.createElement("a");
        link.href = new URL(runbook.url + "index.html", root);
        link.textContent = (runbook.severity ? runbook.severity + "  " : "") + runbook.title;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    count.textContent = ranked.length === 0 ? "No runbook resembles that. Try another word, or open the list." : "";
  };

  const run = asked.searchParams.get("run") || new URLSearchParams(location.search).get("run");
  if (run) {
    const record = document.getElementById("run");
    record.href = new URL("runs/index.html?run=" + encodeURIComponent(run), root);
    record.parentElement.hidden = false;
  }
  document.getElementById("home").href = new URL("index.html", root);
  document.getElementById("found").hidden = false;
  let path = asked.pathname;
  try {
    path = decodeURIComponent(path);
  } catch {
    // A broken escape; its letters still say something.
  }
  const below = path.startsWith(root.pathname) ? path.slice(root.pathname.length) : path;
  const guess = words(below).filter((word) => !["r", "a", "index", "html", "md"].includes(word));
  show(guess);
  if (guess.length > 0 && results.children.length > 0) count.textContent = "Perhaps one of these:";
  search.addEventListener("input", () => show(words(search.value)));
  search.focus();
})();
