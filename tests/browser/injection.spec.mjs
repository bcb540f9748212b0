// Nothing an author writes runs, and nothing reaches beyond the article: each input below is a runbook of its own,
// opened in the browser, its interactive parts poked, its surroundings compared with those of a harmless page.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { serve } from "./server.mjs";
import { app, program } from "./sites.mjs";

const hit = "window.bgTestHit=1";

/** Bodies; a title stands before each unless it brings its own. */
const bodies = [
  // Elements that run or load.
  `<script>${hit}</script>`,
  `<SCRIPT SRC=data:text/javascript,${hit}></SCRIPT>`,
  `<script\n>${hit}</script\n>`,
  `<scr<script>ipt>${hit}</scr</script>ipt>`,
  `a <script>${hit}</script> b`,
  `<script type=module>${hit}</script>`,
  `<noscript><p title="</noscript><img src=x onerror=${hit}>">`,
  `<iframe src="javascript:parent.${hit}"></iframe>`,
  `<iframe srcdoc="<script>parent.${hit}</script>"></iframe>`,
  `<object data="javascript:${hit}"></object>`,
  `<embed src="javascript:${hit}">`,
  `<link rel=stylesheet href="data:text/css,body{display:none}">`,
  `<meta http-equiv=refresh content="0;url=javascript:${hit}">`,
  `<base href="https://evil.example/">`,
  `<style>main{display:none}@import "//evil.example/x.css"</style>`,
  `<template><script>${hit}</script></template>`,
  `<xmp><script>${hit}</script></xmp>`,
  `<plaintext>`,
  `<textarea></textarea><script>${hit}</script>`,
  `<title></title><img src=x onerror=${hit}>`,
  `<portal src="//evil.example"></portal>`,
  `<frameset onload=${hit}><frame></frameset>`,
  `<body onload=${hit}>`,
  `<html onmouseover=${hit}>`,
  // Attributes.
  `<img src=x onerror=${hit}>`,
  `<img src=x onerror="${hit}"`,
  `<img/src=x/onerror=${hit}>`,
  `<img src='x' onerror\n=\n"${hit}">`,
  `<img src="x" ONERROR="${hit}" alt="\`">`,
  `<img src="x\`><script>${hit}</script>">`,
  `<a onclick=${hit} href=#>x</a>`,
  `<p onpointerenter=${hit} style="position:fixed;inset:0">x</p>`,
  `<details open ontoggle=${hit}><summary>x</summary></details>`,
  `<b autofocus tabindex=0 onfocus=${hit}>x</b>`,
  `<video src=x onerror=${hit}></video>`,
  `<audio src=x onerror=${hit}></audio>`,
  `<input autofocus onfocus=${hit}>`,
  `<select autofocus onfocus=${hit}></select>`,
  `<marquee onstart=${hit}>x</marquee>`,
  `<div style="background:url(javascript:${hit})">x</div>`,
  `<p class="bg-skip" id="bg-main">x</p>`,
  `<span data-command="1" data-section="x">x</span>`,
  `<td background="javascript:${hit}">x</td>`,
  `<p "onmouseover=${hit} a="b">x</p>`,
  `<p =onmouseover=${hit}>x</p>`,
  `<p title='"><img src=x onerror=${hit}>'>x</p>`,
  // URLs.
  `[x](javascript:${hit})`,
  `[x](JaVaScRiPt:${hit})`,
  `[x](&#106;avascript:${hit})`,
  `[x](javascript&colon;${hit})`,
  `[x](<java\tscript:${hit}>)`,
  `[x]( javascript:${hit})`,
  `[x](data:text/html,<script>${hit}</script>)`,
  `[x](vbscript:msgbox)`,
  `[x](blob:null/x)`,
  `[x](//evil.example/\\..\\)`,
  `[x](\\\\evil.example)`,
  `![x](javascript:${hit})`,
  `![x](data:image/svg+xml,<svg/onload=${hit}>)`,
  `![x" onerror="${hit}](y.png "t" onerror=x)`,
  `<javascript:${hit}>`,
  `[x]\n\n[x]: javascript:${hit}`,
  `<a href="\u0001javascript:${hit}">x</a>`,
  `<a href="java\nscript:${hit}">x</a>`,
  `<a href="javascript&#58;${hit}">x</a>`,
  `<a href=javascript&#x3A;${hit}>x</a>`,
  `<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`,
  `<a href="#" ping="https://evil.example/">x</a>`,
  `<a href="https://ok.example" target=_top download=x>x</a>`,
  `[x](https://x.example/"onmouseover="${hit})`,
  `https://x.example/"><img/src=x/onerror=${hit}>`,
  // SVG and MathML.
  `<svg onload=${hit}>`,
  `<svg><script>${hit}</script></svg>`,
  `<svg><a xlink:href="javascript:${hit}"><text y=20>x</text></a></svg>`,
  `<svg><animate onbegin=${hit} attributeName=x dur=1s>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.${hit}</script>"></foreignObject></svg>`,
  `<svg><style><img src="</style><img src=x onerror=${hit}>"></svg>`,
  `<math><mi xlink:href="javascript:${hit}">x</mi></math>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${hit}&gt;">`,
  `<math href="javascript:${hit}">x</math>`,
  // Out of the article.
  `</div></article></main></body></html><h1>Out</h1>`,
  `</section></section></div></div></article><p>Out`,
  `<!-- --!><script>${hit}</script>`,
  `<!--><script>${hit}</script>-->`,
  `<![CDATA[<script>${hit}</script>]]>`,
  `<?php <script>${hit}</script> ?>`,
  `<!DOCTYPE html><script>${hit}</script>`,
  `</textarea></title></style></noscript></template><script>${hit}</script>`,
  `<table><tr><td></table></div></article><p>x`,
  // Names that shadow the page's own.
  `<form name=body><input name=firstChild></form>`,
  `<img name=documentElement src=x><img id=getElementById src=x>`,
  `<a id=location></a><a id=document name=cookie></a><p id=bg-app>x</p>`,
  `<a id="bg-tools"></a><a name="bg-progress">x</a>`,
  `## bg-main\n\n## constructor\n\n## __proto__`,
  // Code, its language, and what Markdown makes of it.
  "```\"><script>" + hit + "</script>\nx\n```",
  "```bash onmouseover=" + hit + "\n</code></pre><script>" + hit + "</script>\n```",
  "```html\n<img src=x onerror=" + hit + ">\n```",
  "`</code><script>" + hit + "</script>`",
  "[^<img/src=x/onerror=" + hit + ">]\n\n[^<img/src=x/onerror=" + hit + ">]: x",
  `| <img src=x onerror=${hit}> |\n|---|\n| </table></div><script>${hit}</script> |`,
  `- [ ] <script>${hit}</script>\n- [x] <input type=checkbox onclick=${hit}>`,
  `> [!WARNING]\n> <script>${hit}</script>`,
  // Titles, front matter, metadata.
  { text: `# <img src=x onerror=${hit}>\n\n## "><script>${hit}</script>\n` },
  { text: `# Runbook: </title><script>${hit}</script>\n` },
  { text: `---\ntitle: "</title><script>${hit}</script>"\nseverity: "P1\\"><script>${hit}</script>"\ncategory: "</h2><script>${hit}</script>"\nowner: <img src=x onerror=${hit}>\n---\n\ntext\n` },
  { text: `---\n</pre></details><script>${hit}</script>: x\nkey: </pre></details><script>${hit}</script>\n---\n\n# T\n` },
  { text: `# T\n\n## Impact\n\n- **Severity**: <script>${hit}</script>\n- **Affected Users**: "><img src=x onerror=${hit}>\n\n---\n\n**Owner**: <svg onload=${hit}>\n` },
  { text: `# T\n`, file: `<img src=x onerror=${hit}>.md` },
  { text: `text\n`, file: `"onmouseover="${hit}.md` },
  { text: `text\n`, file: `a&lt;script&gt;'b.md` },
  { text: `text\n`, file: `javascript:alert(1).md` },
  { text: `text\n`, file: `<b>folder</b>/x.md`.replace("</b>", "<b>") },
];

const inputs = bodies.map((body, number) => {
  const name = `input-${String(number).padStart(3, "0")}`;
  return typeof body === "string"
    ? { file: `${name}.md`, text: `# Input\n\n${body}\n\n## After\n\n[page](${name}.md)\n` }
    : { file: body.file ?? `${name}.md`, text: body.text };
});

const test = base.extend({
  base: ["/", { option: true }],
  hostile: [
    async ({}, use) => {
      const work = mkdtempSync(join(tmpdir(), "breakglass-injection-"));
      for (const { file, text } of [...inputs, { file: "harmless.md", text: "# Harmless\n\ntext\n" }]) {
        mkdirSync(dirname(join(work, "runbooks", file)), { recursive: true });
        writeFileSync(join(work, "runbooks", file), text);
      }
      execFileSync(program, ["build", "runbooks", "--app", app], { cwd: work, stdio: "pipe" });
      const site = await serve(join(work, "dist"));
      await use(site);
      await site.close();
      rmSync(work, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
});

/** The page without its article, whose content is the author's; addresses and names of this page are left out. */
const surroundings = () => {
  const page = document.documentElement.cloneNode(true);
  page.querySelectorAll("article, title, .bg-crumbs, .bg-pager, #bg-app").forEach((part) => part.remove());
  page.querySelector("body").removeAttribute("data-route");
  return page.outerHTML.replace(/(?:\.\.\/)+/g, "").replace(/\s+/g, " ");
};

test(`none of ${inputs.length} hostile inputs runs a script or changes the page around it`, async ({ page, hostile }) => {
  test.setTimeout(240_000);
  expect(inputs.length).toBeGreaterThanOrEqual(80);
  const complaints = [];
  page.on("dialog", (dialog) => dialog.dismiss());
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(hostile.url)) complaints.push(`request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => (window.bgTestViolation = event.violatedDirective));
  });
  const manifest = await (await page.request.get(`${hostile.url}runbooks.json`)).json();
  expect(manifest.runbooks).toHaveLength(inputs.length + 1);

  const visit = async (path) => {
    await page.goto(hostile.url + path);
    await expect(page.locator("html")).toHaveAttribute("data-app", "ready");
    // Hover, focus and click what there is, without leaving the page.
    await page.evaluate(() => {
      document.addEventListener("click", (event) => event.preventDefault(), true);
      for (const element of document.querySelectorAll("article *")) {
        for (const type of ["pointerenter", "mouseover", "focus", "toggle"]) element.dispatchEvent(new Event(type));
        if (element.localName === "a") element.click();
      }
    });
    const found = await page.evaluate(() => ({
      hit: window.bgTestHit,
      violation: window.bgTestViolation,
      mains: document.querySelectorAll("main").length,
      titles: document.querySelectorAll("h1").length,
      bad: [...document.querySelectorAll("article *")].filter(
        (element) =>
          ["script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "base", "link", "meta"].includes(element.localName) ||
          [...element.attributes].some(({ name, value }) => name.startsWith("on") || name === "style" || /^\s*(javascript|data|vbscript):/i.test(value)),
      ).map((element) => element.outerHTML),
    }));
    return { ...found, around: await page.evaluate(surroundings) };
  };

  const harmless = await visit("r/harmless/");
  const failures = [];
  for (const { id, url, source } of manifest.runbooks) {
    const found = await visit(url);
    const expected = { ...harmless };
    for (const key of Object.keys(expected)) {
      if (JSON.stringify(found[key]) !== JSON.stringify(expected[key])) failures.push(`${id} (${source}): ${key} is ${JSON.stringify(found[key])}`);
    }
  }
  for (const path of ["", "404.html"]) {
    await page.goto(hostile.url + path);
    expect(await page.evaluate(() => window.bgTestHit)).toBeUndefined();
  }
  expect(failures).toEqual([]);
  expect(complaints).toEqual([]);
});
