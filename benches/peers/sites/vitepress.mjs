// VitePress with its default theme and its local search. A list of all pages in the sidebar is what makes its output explode,
// and it makes none unless told to; it is not told to.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const name = "VitePress";

export function make(folder, pages, tools) {
  mkdirSync(join(folder, ".vitepress"));
  symlinkSync(tools.modules, join(folder, "node_modules"));
  for (const { slug, text } of pages) writeFileSync(join(folder, `${slug}.md`), text);
  writeFileSync(join(folder, "index.md"), "# Runbooks\n\nSearch, or choose one from the list.\n");
  writeFileSync(
    join(folder, ".vitepress/config.mjs"),
    'export default { title: "Runbooks", ignoreDeadLinks: true, themeConfig: { search: { provider: "local" } } };\n',
  );
  return { command: [join(tools.modules, ".bin/vitepress"), "build", folder, "--outDir"], out: "site" };
}

export const address = (slug) => `${slug}.html`;
export const home = "";
export const search = { open: ".VPNavBarSearch button", field: ".VPLocalSearchBox input", result: ".VPLocalSearchBox .result" };
