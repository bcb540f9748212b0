// Hugo with Pagefind. Hugo brings no theme; this one is as small as a readable page with Pagefind's own interface can be.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const name = "Hugo + Pagefind";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title>
<link rel="stylesheet" href="{{ "site.css" | relURL }}">
<link rel="stylesheet" href="{{ "pagefind/pagefind-ui.css" | relURL }}">
<script src="{{ "pagefind/pagefind-ui.js" | relURL }}" defer></script>
<script src="{{ "search.js" | relURL }}" defer></script>
</head>
<body>
<header><a href="{{ "/" | relURL }}">Runbooks</a> <div id="search"></div></header>
{{ block "main" . }}{{ end }}
</body>
</html>
`;

export function make(folder, pages, tools) {
  for (const below of ["content", "layouts/_default", "static"]) mkdirSync(join(folder, below), { recursive: true });
  for (const { slug, title, text } of pages) {
    writeFileSync(join(folder, "content", `${slug}.md`), `---\ntitle: ${JSON.stringify(title)}\n---\n\n${text}`);
  }
  const write = (file, text) => writeFileSync(join(folder, file), text);
  write("hugo.toml", 'baseURL = "/"\ntitle = "Runbooks"\ndisableKinds = ["taxonomy", "term", "rss"]\n');
  write("layouts/_default/baseof.html", PAGE);
  write("layouts/_default/single.html", '{{ define "main" }}<main data-pagefind-body>{{ .Content }}</main>{{ end }}\n');
  write("layouts/_default/list.html", '{{ define "main" }}<main><h1>{{ .Title }}</h1><ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></main>{{ end }}\n');
  write("static/site.css", "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:0 1rem}pre{overflow:auto;padding:.75rem;border:1px solid}");
  write("static/search.js", 'new PagefindUI({ element: "#search", showSubResults: true });\n');
  return {
    command: ["sh", "-c", `${tools.hugo} --quiet --source ${folder} --destination "$1" && ${tools.pagefind} --silent --site "$1"`, "sh"],
    out: "site",
  };
}

export const address = (slug) => `${slug}/`;
export const home = "";
export const search = { field: ".pagefind-ui__search-input", result: ".pagefind-ui__result" };
