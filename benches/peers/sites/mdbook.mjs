// mdBook as `mdbook init` leaves it, with every page in its summary.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const name = "mdBook";

export function make(folder, pages, tools) {
  mkdirSync(join(folder, "src"));
  for (const { slug, text } of pages) writeFileSync(join(folder, "src", `${slug}.md`), text);
  writeFileSync(join(folder, "src/SUMMARY.md"), `# Summary\n\n${pages.map(({ slug, title }) => `- [${title}](${slug}.md)\n`).join("")}`);
  writeFileSync(join(folder, "book.toml"), '[book]\ntitle = "Runbooks"\n');
  return { command: [tools.mdbook, "build", folder, "--dest-dir"], out: "site" };
}

export const address = (slug) => `${slug}.html`;
export const home = "";
export const search = { open: "#mdbook-search-toggle", field: "#mdbook-searchbar", result: "#mdbook-searchresults li" };
