// MkDocs with Material as its starting guide has it, fonts from elsewhere switched off. Its navigation lists every page by
// itself; `navigation.prune`, which its guide advises for large sites, is on.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const name = "MkDocs Material";

export function make(folder, pages, tools) {
  mkdirSync(join(folder, "docs"));
  for (const { slug, text } of pages) writeFileSync(join(folder, "docs", `${slug}.md`), text);
  writeFileSync(join(folder, "docs/index.md"), "# Runbooks\n\nSearch, or choose one from the list.\n");
  writeFileSync(
    join(folder, "mkdocs.yml"),
    "site_name: Runbooks\nsite_url: ''\ntheme:\n  name: material\n  font: false\n  features: [navigation.prune]\nmarkdown_extensions: [pymdownx.superfences]\n",
  );
  return { command: [tools.mkdocs, "build", "--quiet", "--clean", "--config-file", join(folder, "mkdocs.yml"), "--site-dir"], out: "site" };
}

export const address = (slug) => `${slug}/`;
export const home = "";
export const search = { open: "label[for=__search].md-icon", field: "[data-md-component=search-query]", result: ".md-search-result__item" };
