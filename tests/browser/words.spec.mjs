// Nothing an author wrote is lost: every word that the reference implementation of CommonMark finds in a source file
// stands on its page.
import { test, expect } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Parser } from "commonmark";
import { app, program, root } from "./sites.mjs";

const corpora = join(root, "..", "shared", "corpora");
const folders = [join(root, "runbooks"), join(root, "tests", "browser", "fixtures", "words")];
if (existsSync(corpora)) {
  folders.push(...readdirSync(corpora).map((name) => join(corpora, name)));
} else {
  console.log(`skipped: ${corpora} is not there`);
}

for (const folder of folders) {
  test(`every word of ${folder.slice(root.length - 4)} stands on its page`, () => {
    const out = mkdtempSync(join(tmpdir(), "breakglass-words-"));
    try {
      execFileSync(program, ["build", folder, "--app", app, "--out", join(out, "site")], { stdio: "pipe" });
      const { runbooks } = JSON.parse(readFileSync(join(out, "site", "runbooks.json"), "utf8"));
      expect(runbooks.length).toBeGreaterThan(0);
      const missing = [];
      for (const { id, url, source } of runbooks) {
        const page = wordsOfPage([readFileSync(join(out, "site", decodeURI(url), "index.html"), "utf8")]);
        missing.push(...lost(readFileSync(join(out, "site", decodeURI(source)), "utf8"), page, id));
      }
      const index = join(folder, "README.md");
      if (existsSync(index)) {
        const pages = ["index.html", "guide/index.html"].map((file) => join(out, "site", file)).filter(existsSync);
        missing.push(...lost(readFileSync(index, "utf8"), wordsOfPage(pages.map((file) => readFileSync(file, "utf8"))), "README.md"));
      }
      expect(missing.slice(0, 20)).toEqual([]);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
}

/** The words of a source that its page does not have. */
function lost(source, page, name) {
  return [...wordsOfSource(source)].filter((word) => !page.has(word)).map((word) => `${name}: ${word}`);
}

const words = (text) => text.normalize("NFC").match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];

/**
 * The lines that end a block by mistake, such as a closing fence with `text` behind it, are mended and not shown; so are the
 * shortcodes that stand for a link's address.
 */
function wordsOfSource(source) {
  const linked = source.replace(/^\uFEFF/, "").replace(/\]\(\{\{[<%] *(?:rel)?ref +"([^"]+)" *[>%]\}\}\)/g, "](<$1>)");
  const repaired = linked.replace(/^([ \t>]*```)text[ \t]*$/gm, (line, fence, at, all) => (opens(all, at) ? line : fence));
  const walker = new Parser().parse(repaired).walker();
  let text = "";
  let event;
  while ((event = walker.next())) {
    const { entering, node } = event;
    if (!entering) {
      if (["paragraph", "heading", "item"].includes(node.type)) text += "\n";
    } else if (node.type === "softbreak" || node.type === "linebreak") {
      text += "\n";
    } else if (node.type.startsWith("html_")) {
      text += textOfHtml(node.literal) + (node.type === "html_block" ? "\n" : "");
    } else if (node.literal) {
      text += node.type === "code_block" ? `${node.literal}\n` : node.literal;
    }
  }
  return new Set(words(text));
}

/** Whether the fence at this offset opens a block: an even number of fences stands before it. */
function opens(source, at) {
  return (source.slice(0, at).match(/^[ \t>]*```/gm) ?? []).length % 2 === 0;
}

const elements = new Set(
  ("a abbr b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 " +
    "hr i iframe img input ins kbd label li mark ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var").split(" "),
);

/** Text of raw HTML: comments, scripts and styles say nothing; a tag that is no element's is a placeholder. */
function textOfHtml(html) {
  return decode(
    html
      .replace(/<!--[\s\S]*?-->/g, " ")
      .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, " ")
      .replace(/<\/?([a-zA-Z][\w:-]*)[^>]*>/g, (tag, name) => (elements.has(name.toLowerCase()) ? " " : ` ${tag.slice(1, -1)} `)),
  );
}

function wordsOfPage(pages) {
  const found = new Set();
  for (const page of pages) {
    const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
    const alternatives = [...main.matchAll(/\balt="([^"]*)"/g)].map((match) => match[1]).join(" ");
    // Coloured code has tags inside words; every other tag ends one.
    const text = main.replace(/<\/?(?:span|code|em|strong|a|del|sup)\b[^>]*>/g, "").replace(/<[^>]*>/g, " ");
    const apart = main.replace(/<[^>]*>/g, " ");
    for (const word of words(decode(`${text} ${apart} ${alternatives}`))) found.add(word);
  }
  return found;
}

function decode(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", ndash: "–", mdash: "—" };
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)))
    .replace(/&(\w+);/g, (whole, name) => named[name] ?? whole);
}
