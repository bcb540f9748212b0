// What a run measured, as a document: `node report.mjs RESULTS FILE`, where RESULTS has `peers.json` and, where a browser
// was there, `chromium.json`. Wins and losses are read from the figures, not written by hand.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const read = (name) => (existsSync(join(folder, name)) ? JSON.parse(readFileSync(join(folder, name), "utf8")) : undefined);
const corpora = read("peers.json");
const chromium = read("chromium.json");
const doubts = read("doubts.json");
const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const cell = (value) => (value === null || Number.isNaN(value) ? "–" : value.toFixed(3));
const out = [];
const table = (head, rows) => out.push("", `| ${head.join(" | ")} |`, `|${head.map((_, at) => (at < 2 ? " :-- |" : " --: |")).join("")}`, ...rows.map((row) => `| ${row.join(" | ")} |`));

out.push(
  "# Search, measured",
  "",
  "Written by `scripts/bench-search.sh --write`; `make bench-search` prints the same without writing it.",
  "",
  `- ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model.trim()}, node ${process.versions.node}.`,
  `- Peers, set up as their usual users do (\`benches/search/peers.mjs\`): ${Object.entries(dependencies).map(([name, version]) => `${name} ${version}`).join(", ")}.`,
  "- All engines search the same pages with the same questions in one run. Known items (alerts, typos, beginnings, commands, log lines) are generated from each corpus with a fixed seed; symptom questions are written by hand with graded answers (`benches/search/queries`). A third is held out from tuning.",
  "- s@1, s@5: the best page is first, or among five. MRR: mean reciprocal rank of the best page. nDCG@10: with grades. empty: share without any result. Milliseconds: ours natively, the peers in node; on a machine with other work they are comparable in order of magnitude only.",
  "- Fuse is left out above 500 pages: a linear scan takes seconds for each question there. Of such a corpus every tenth question is asked.",
  "",
  "## Wins and losses",
  "",
  "nDCG@10 of Breakglass beside the best peer in each class of each corpus.",
);
const rows = [];
for (const { corpus, table: all } of corpora) {
  for (const name of new Set(all.map((row) => row.class))) {
    const of = all.filter((row) => row.class === name);
    const ours = of.find(({ engine }) => engine === "Breakglass");
    const [best] = of.filter((row) => row !== ours).toSorted((a, b) => b.ndcg - a.ndcg);
    if (!best) continue;
    const apart = ours.ndcg - best.ndcg;
    rows.push([corpus, name, ours.n, cell(ours.ndcg), `${cell(best.ndcg)} (${best.engine})`, Math.abs(apart) < 0.0005 ? "equal" : apart > 0 ? "win" : "**loss**"]);
  }
}
const count = (word) => rows.filter((row) => row[5].includes(word)).length;
out.push("", `${count("win")} won, ${count("equal")} equal, ${count("loss")} lost.`);
table(["Corpus", "Class", "n", "Breakglass", "Best peer", "Result"], rows);
if (doubts) {
  out.push("", "## Said to be only the nearest", "", "Where the first runbook has only a small part of what was asked, search says so. How often it does (tuning part; held out). Questions about another corpus mostly have no answer here.");
  table(["First hit", "Doubted", "Held out"], doubts.map(({ name, tuning, held }) => [name, `${tuning[0]} of ${tuning[1]}`, `${held[0]} of ${held[1]}`]));
}
if (chromium) {
  out.push("", "## In Chromium", "", `Chromium ${chromium.browser}; a query by itself and from the key to the results; tasks over 50 ms with the processor four times slower, by the clock, and by the time that they had of the processor (a machine with other work lets tasks wait); a cold visit on slow 4G (1.6 Mbit/s, 150 ms) with that processor, typing as soon as the field is there.`);
  table(
    ["Runbooks", "Query p50 / p95", "Key to results p50 / p95", "Long tasks, typing", "Long tasks, typing while the index loads", "First result", "First result of the index"],
    chromium.rows.map((row) => [row.runbooks, `${row.query_p50.toFixed(1)} / ${row.query_p95.toFixed(1)} ms`, `${row.p50.toFixed(1)} / ${row.p95.toFixed(1)} ms`, row.typing, row.loading, `${(row.cold_ms / 1e3).toFixed(1)} s`, `${(row.index_ms / 1e3).toFixed(1)} s`]),
  );
}
for (const { corpus, pages, table: all, sizes } of corpora) {
  out.push("", `## ${corpus}: ${pages} pages`);
  table(
    ["Class", "Engine", "n", "s@1", "s@5", "MRR", "nDCG@10", "held out nDCG@10", "empty", "p50 ms", "p95 ms"],
    all.map((row) => [row.class, row.engine, row.n, cell(row.s1), cell(row.s5), cell(row.mrr), cell(row.ndcg), row.held ? cell(row.heldNdcg) : "–", cell(row.empty), cell(row.p50), cell(row.p95)]),
  );
  out.push("", ...sizes.map((line) => `- ${line}`));
}
writeFileSync(file, `${out.join("\n")}\n`);
console.log(`Written: ${file}`);
