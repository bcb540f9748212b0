// The pages that every tool is given, in plain CommonMark: `count` runbooks with a title and sections, from a folder of real
// ones. The first are those of the folder; what is wanted beyond them takes the headings of one runbook and, for each, what
// some runbook has under the same heading. The same for the same folder and count.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Numbers from 0 to 1, always the same (Numerical Recipes' linear congruence). */
function dice(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** `change` for every line outside fenced code. */
function prose(text, change) {
  let open;
  return text
    .split("\n")
    .map((line) => {
      const fence = line.match(FENCE)?.[1];
      const inside = open !== undefined;
      if (fence && !inside) open = fence;
      else if (fence && line.trim() === fence && fence.startsWith(open)) open = undefined;
      return inside || fence ? line : change(line);
    })
    .join("\n");
}

/** No dialect of any tool: no front matter, shortcodes, raw HTML, images, braces, or links to files. */
export function plain(text) {
  const body = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").replace(/^---\n[\s\S]*?\n---\n/, "");
  return prose(body, (line) =>
    line
      .split(/(`+[^`]+`+)/)
      .map((part, at) =>
        at % 2
          ? part
          : part
              .replace(/\{\{[<%].*?[%>]\}\}/g, "")
              .replace(/[{}]{2,}/g, "")
              .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
              .replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1")
              .replace(/<(?!https?:)[^>]*>/g, "")
              .replaceAll("<", "&lt;"),
      )
      .join(""),
  );
}

/** A runbook in parts: its title, what stands before the first section, its sections. */
function parts(text) {
  let fenced = false;
  const heads = [];
  const lines = text.split("\n");
  lines.forEach((line, at) => {
    if (FENCE.test(line)) fenced = !fenced;
    if (!fenced && /^#{1,2} /.test(line)) heads.push(at);
  });
  const title = heads.find((at) => lines[at].startsWith("# "));
  if (title === undefined) return undefined;
  const sections = heads.filter((at) => at > title && lines[at].startsWith("## "));
  const to = (n) => sections[n + 1] ?? lines.length;
  return {
    title: lines[title].slice(2).trim(),
    before: lines.slice(title + 1, sections[0] ?? lines.length).join("\n").trim(),
    sections: sections.map((at, n) => ({ heading: lines[at].slice(3).trim(), body: lines.slice(at + 1, to(n)).join("\n").trim() })),
  };
}

const slug = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

/** `{ slug, title, text }` of `count` runbooks made from the Markdown below `folder`. */
export function pages(folder, count) {
  const seen = new Set();
  const real = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".md") && !/(^|\/)(_index|README|index)\.md$/i.test(name))
    .sort()
    .map((name) => parts(plain(readFileSync(join(folder, name), "utf8"))))
    .filter((page) => page?.sections.length > 1 && slug(page.title) && !seen.has(slug(page.title)) && seen.add(slug(page.title)));
  if (real.length === 0) throw new Error(`${folder} has no Markdown with a title and two sections; name another folder with CORPUS=`);
  const below = new Map();
  for (const { heading, body } of real.flatMap(({ sections }) => sections)) below.set(heading, [...(below.get(heading) ?? []), body]);
  const next = dice(7);
  const pick = (list) => list[Math.floor(next() * list.length)];
  return Array.from({ length: count }, (_, at) => {
    const page = real[at] ?? { ...pick(real) };
    const title = at < real.length ? page.title : `${page.title} ${at}`;
    const sections = at < real.length ? page.sections : page.sections.map(({ heading }) => ({ heading, body: pick(below.get(heading)) }));
    const text = [`# ${title}`, page.before, ...sections.flatMap(({ heading, body }) => [`## ${heading}`, body])].filter(Boolean).join("\n\n");
    return { slug: slug(title), title, text: `${text}\n` };
  });
}
