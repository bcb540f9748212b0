// Breakglass as it comes: the folder, and nothing else.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const name = "Breakglass";

export function make(folder, pages, tools) {
  for (const { slug, text } of pages) writeFileSync(join(folder, `${slug}.md`), text);
  const build = [tools.breakglass, "build", folder, "--app", tools.app];
  // What readers keep on a disk or in a mail is the single file; it is made apart, and not timed.
  const after = (out) => [...build, "--out", `${out}-again`, "--single-file", single(out)];
  return { command: [...build, "--out"], out: "site", after };
}

export const address = (slug) => `r/${slug}/`;
export const home = "";
/** The field is made by script on a runbook's page: there when it can be typed into. */
export const search = { field: "#bg-search-field", result: "[role=option]" };
const single = (out) => `${out}.html`;
export const disk = (out, slug) => [single(out), `#/r/${slug}/`];
/** The offline copy is whole when the page says so. */
export const offline = "html[data-offline=ready]";
