// What a run measured, as a document: `node report.mjs RESULTS FILE`. Wins and losses are read from the figures.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const { browser, from, rows } = JSON.parse(readFileSync(join(folder, "peers.json"), "utf8"));
const OURS = "Breakglass";
const kB = (bytes) => Math.round(bytes / 1e3).toLocaleString("en");
const seconds = (ms) => (ms / 1e3).toFixed(2);

/** What is compared: a value of a row (less is better), and how it is written. */
const MEASURES = [
  { head: "Build, s", of: (row) => row.seconds, show: (row) => row.seconds.toFixed(2) },
  { head: "Output, MB", of: (row) => row.output, show: (row) => (row.output / 1e6).toFixed(1) },
  { head: "HTML and CSS, kB", of: (row) => row.html_css, show: (row) => kB(row.html_css) },
  { head: "First paint, s", of: (row) => row.fcp, show: (row) => seconds(row.fcp) },
  { head: "Largest paint, s", of: (row) => row.lcp, show: (row) => seconds(row.lcp) },
  { head: "Whole visit, kB (requests)", of: (row) => row.bytes, show: (row) => `${kB(row.bytes)} (${row.requests})` },
  { head: "First result, s", of: (row) => row.result_ms, show: (row) => seconds(row.result_ms) },
  { head: "To the first result, kB", of: (row) => row.result_bytes, show: (row) => kB(row.result_bytes) },
];
const yes = (value) => (value ? "yes" : "no");
const table = (head, rows) => ["", `| ${head.join(" | ")} |`, `|${head.map((_, at) => (at ? " --: |" : " :-- |")).join("")}`, ...rows.map((row) => `| ${row.join(" | ")} |`)];

const out = [
  "# Beside other generators, measured",
  "",
  "Written by `scripts/bench-peers.sh --write`; `make bench-peers` prints the same figures without writing it.",
  "",
  `- ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser}, node ${process.versions.node}.`,
  `- The same pages for all, in one run: the runbooks of \`${from}\` as plain CommonMark, and a thousand made of their sections (\`benches/peers/corpus.mjs\`).`,
  "- Each tool is set up as its starting guide has it (`benches/peers/sites`), with its usual search. Hugo brings no theme: its pages are as small as pages can be. mdBook and Material list every page in their navigation, as they do by themselves; VitePress does not, as it does by itself.",
  "- Build: clean, with search index; median of five, or one where it takes over three seconds. Output: uncompressed bytes.",
  "- A visit: one runbook's page, cold, brotli 11, 1.6 Mbit/s, 150 ms, processor four times slower; medians of three. HTML and CSS are what reading needs; the whole visit is all that the page asks for by itself (Breakglass: its app as well, which runs checklists and search). First result: the page's title is typed as soon as the site's search can be typed into; time from the start of the navigation.",
  "- Without a host: after one visit, the host is gone. From the disk: the same page opened as a file, without any server; of Breakglass its single file (`build --single-file`), since browsers run no modules from files.",
  "- axe: rules that a runbook's page or the home page break, light or dark.",
];
for (const count of new Set(rows.map(({ pages }) => pages))) {
  const of = rows.filter(({ pages }) => pages === count);
  const whole = of.filter(({ failed }) => !failed);
  out.push("", `## ${count.toLocaleString("en")} pages`);
  out.push(...table(["Tool", ...MEASURES.map(({ head }) => head)], whole.map((row) => [`${row.tool} ${row.version}`, ...MEASURES.map(({ show }) => show(row))])));
  out.push(
    ...table(
      ["Tool", "Read again without a host", "Read an unseen page", "Search", "Read from the disk", "Search there", "axe"],
      whole.map(({ tool, offline, disk, axe }) => [tool, yes(offline.reload), yes(offline.unseen), yes(offline.search), yes(disk.read), yes(disk.search), axe.length ? axe.join(", ") : "0"]),
    ),
  );
  for (const { tool, failed } of of.filter(({ failed }) => failed)) out.push("", `${tool} could not be measured: ${failed}`);
  const ours = whole.find(({ tool }) => tool === OURS);
  const others = whole.filter((row) => row !== ours);
  if (ours && others.length) {
    out.push("");
    for (const { head, of, show } of MEASURES) {
      const best = others.reduce((a, b) => (of(b) < of(a) ? b : a));
      out.push(`- ${head}: ${of(ours) <= of(best) ? "best" : "**loses**"}, ${show(ours)}; ${best.tool} ${show(best)}.`);
    }
  }
}
writeFileSync(file, `${out.join("\n")}\n`);
