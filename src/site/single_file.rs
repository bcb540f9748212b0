//! `--single-file`: the whole site in one HTML file, for a disk or a mail attachment.
//!
//! The file is the home page with everything beside it: the app and all other files of the site, compressed, in
//! elements that no browser runs; and, for readers without JavaScript, the runbooks' text in a `<noscript>`. Its policy
//! allows its own script and style by hash, and no request at all.

mod place;

pub use place::{check_place, stage};

use super::app::{MODULES, csp_hash, sha256};
use super::offline::{self, Facts};
use super::packs::{self, gzip};
use super::{Output, resolve::FILES};
use crate::route::Route;
use crate::text::escape::push_html_text;
use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;

/// Starts the app in the file.
const SCRIPT: &str = include_str!("../../public/single.js");

/// Above this much text the runbooks are left out of the `<noscript>`, in bytes: every reader would download them twice.
const PLAIN_LIMIT: usize = 4_000_000;

/// The file's text.
///
/// # Errors
/// When the site has no home page or no app: then it was not made by this program.
pub fn text(output: &Output, facts: &Facts) -> Result<String> {
    let asset = |stem: &str, ending: &str| {
        let start = format!("assets/{stem}-");
        let found = output
            .iter()
            .find(|(path, _)| path.starts_with(&start) && path.ends_with(ending));
        found
            .map(|(_, bytes)| &bytes[..])
            .with_context(|| format!("the site has no {stem}{ending}"))
    };
    let home = page(output, "index.html")?;
    let mut style = String::new();
    for stem in ["style", "app"] {
        style.push_str(&String::from_utf8_lossy(asset(stem, ".css")?).replace("</", "<\\/"));
    }
    let mut code = String::new();
    let mut binaries = String::new();
    for module in ["app"].iter().chain(&MODULES) {
        code.push_str(&wrapped(module, &String::from_utf8_lossy(asset(module, ".js")?))?);
        let wasm = STANDARD.encode(gzip(asset(&format!("{module}_bg"), ".wasm")?, Compression::best()));
        binaries.push_str(&format!(
            "<script type=\"application/octet-stream\" id=\"bg-single-{module}\">{wasm}</script>\n"
        ));
    }
    let script = script(&code);
    let files = STANDARD.encode(packs::bundle(
        output,
        output.keys().map(String::as_str).filter(|path| is_inside(path)),
    ));
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        csp_hash(&script),
        csp_hash(&style)
    );
    // With the direction that belongs to it.
    let language = between(&home, "<html lang=\"", " data-app").unwrap_or("en\"");
    let body = between(&home, "<body", "</body>").context("the home page has no body")?;
    let (attributes, body) = body.split_once('>').context("the home page has no body")?;
    let body = with_plain_text(&to_fragments(body, &Route::Home), output);
    let mut title = String::new();
    push_html_text(&mut title, &facts.title);
    let icon = output
        .get("icons/icon.svg")
        .map(|bytes| STANDARD.encode(bytes))
        .unwrap_or_default();
    Ok(format!(
        "<!DOCTYPE html><html lang=\"{language} data-app=\"loading\" data-offline=\"ready\" data-update=\"none\" data-single=\"{id}\" \
         data-runbooks=\"{runbooks}\" data-built=\"{built}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"referrer\" content=\"no-referrer\"><title>{title}</title>\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{icon}\"><style>{style}</style></head>\n\
         <body{attributes}>{body}\n\
         {binaries}\
         <script type=\"application/octet-stream\" id=\"bg-single-files\">{files}</script>\n\
         <script type=\"module\">{script}</script></body></html>\n",
        id = format_args!("s{}", sha256(facts.title.as_bytes()).get(..12).unwrap_or_default()),
        runbooks = facts.runbooks,
        built = facts.built.as_deref().unwrap_or_default(),
    ))
}

/// Has the home page say where the single file is, for browsers that can keep no offline copy.
pub fn announce(output: &mut Output, path: &str) {
    if let Some(home) = output.get_mut("index.html") {
        let mark = "id=\"bg-offline\"";
        let text =
            String::from_utf8_lossy(home).replacen(mark, &format!("{mark} data-single=\"{}\"", encoded(path)), 1);
        *home = text.into();
    }
}

/// What the app may ask for: all but what stands in the file already and what only hosts need.
fn is_inside(path: &str) -> bool {
    let own = ["app-", "app_bg-", "boot-", "style-", "offline-", "pack"];
    let is_own = |name: &str| own.iter().chain(&MODULES).any(|stem| name.starts_with(stem));
    !path.strip_prefix("assets/").is_some_and(is_own)
        && !["deploy/", "icons/"].iter().any(|folder| path.starts_with(folder))
        && !matches!(path, "sw.js" | "_headers" | "404.html" | "manifest.webmanifest")
}

fn page(output: &Output, path: &str) -> Result<String> {
    let bytes = output.get(path).with_context(|| format!("the site has no {path}"))?;
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// wasm-bindgen's module as a value of its own scope: `const app = { load, start }`.
fn wrapped(name: &str, glue: &str) -> Result<String> {
    let mut out = format!("const {name} = (() => {{\n");
    for line in glue.lines() {
        if line.starts_with("import ") {
            bail!("the app's JavaScript is in several files, so there is no single file of it");
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        // `export { initSync, __wbg_init as default };`: nobody imports from here.
        if !line.starts_with("{ ") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.push_str("return { load: __wbg_init, start };\n})();\n");
    Ok(out)
}

/// All modules and what starts them, as one inline module.
fn script(modules: &str) -> String {
    // An end tag in a string of JavaScript means the same with a backslash; in HTML it would end the script.
    [modules, &offline::strip(SCRIPT)]
        .concat()
        .replace("</script", "<\\/script")
        .replace("<!--", "<\\!--")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside)
}

/// Adds the runbooks' text at the end of `<main>`. A link `#/r/x/` leads to the element of that id without the app, too.
fn with_plain_text(body: &str, output: &Output) -> String {
    let mut plain = String::new();
    for path in output.keys() {
        let is_page = path.starts_with("r/") || matches!(path.as_str(), "guide/index.html" | "contacts/index.html");
        let Some(route) = path
            .ends_with("index.html")
            .then(|| Route::parse(&encoded(path)))
            .flatten()
            .filter(|_| is_page)
        else {
            continue;
        };
        let Ok(html) = page(output, path) else { continue };
        let article = html.find("<article").zip(html.rfind("</article>"));
        let Some(article) = article.and_then(|(start, end)| html.get(start..end)) else {
            continue;
        };
        let article = to_fragments(article, &route);
        // Markup that would end the `<noscript>` is escaped text in an article; an author's own element is not let through.
        plain.push_str(&format!(
            "<section id=\"/{}\">{article}</article></section>",
            route.path()
        ));
    }
    if plain.len() > PLAIN_LIMIT || plain.contains("</noscript") {
        plain =
            "<p>Reading the runbooks in this file needs JavaScript: there are too many for it to hold them twice.</p>"
                .to_string();
    }
    match body.rsplit_once("</main>") {
        Some((before, after)) => format!("{before}<noscript>{plain}</noscript></main>{after}"),
        None => body.to_string(),
    }
}

fn encoded(path: &str) -> String {
    crate::text::percent::encode_path(path)
}

/// `html`, a part of the page `route`, with links to the site's pages as fragments, and without its images, which are
/// no files here.
fn to_fragments(html: &str, route: &Route) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        out.push('<');
        rest = tag;
        // To the end of the tag: attribute by attribute, since a value may hold anything.
        while let Some(at) = rest.find(['=', '>']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let Some(from) = from.strip_prefix('=') else {
                rest = from;
                break;
            };
            let (value, after) = match from.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                // Runbooks' pages do without the quotes that are not needed.
                None => from.split_at(from.find([' ', '\n', '>']).unwrap_or(from.len())),
            };
            let value = match before.rsplit([' ', '\n']).next() {
                Some("href") => fragment(value, route).unwrap_or_else(|| value.to_string()),
                Some("src") if !value.starts_with("data:") => "data:,".to_string(),
                _ => value.to_string(),
            };
            out.push_str("=\"");
            out.push_str(&value);
            out.push('"');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The fragment for a relative link on the page `route`; `None` for links that lead elsewhere.
fn fragment(href: &str, route: &Route) -> Option<String> {
    if href.starts_with('#') || href.contains(':') || href.starts_with("//") {
        return None;
    }
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let here = route.path();
    let mut folders: Vec<&str> = here
        .trim_end_matches('/')
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let mut rest = path.strip_prefix("./").unwrap_or(path);
    while let Some(up) = rest.strip_prefix("../") {
        folders.pop();
        rest = up;
    }
    folders.extend(rest.split('/').filter(|part| !part.is_empty()));
    let mut target = folders.join("/");
    if target.starts_with(FILES) {
        return None;
    }
    if rest.is_empty() || rest.ends_with('/') {
        target.push('/');
    }
    let target = Route::parse(target.trim_start_matches('/'))?;
    let mut out = format!("#/{}", target.path());
    let query: Vec<String> = [
        query.to_string(),
        if anchor.is_empty() {
            String::new()
        } else {
            format!("at={anchor}")
        },
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect();
    if !query.is_empty() {
        out.push('?');
        out.push_str(&query.join("&amp;"));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_fragments_and_text_stays() {
        let route = Route::Runbook("net/dns".to_string());
        let html = r##"<p>href="../x"</p><a class=b href=../../../index.html#top>x</a> <a href="../../cpu/index.html">y</a>
<a href="https://example.org/?a=b">z</a><a href="#here">h</a><img src="../../../files/a.png" alt=a><a href=source.md>s</a>"##;
        assert_eq!(
            to_fragments(html, &route),
            r##"<p>href="../x"</p><a class="b" href="#/?at=top">x</a> <a href="#/r/cpu/">y</a>
<a href="https://example.org/?a=b">z</a><a href="#here">h</a><img src="data:," alt="a"><a href="source.md">s</a>"##
        );
    }

    #[test]
    fn the_glue_exports_nothing() {
        let glue =
            "export function start(root) {\n}\nconst x = '</script>';\nexport { initSync, __wbg_init as default };\n";
        let script = script(&wrapped("app", glue).unwrap());
        assert!(
            script.starts_with(
                "const app = (() => {\nfunction start(root) {\n}\nconst x = '<\\/script>';\nreturn { load: __wbg_init, start };\n})();\n(async () => {"
            ),
            "{script}"
        );
        assert!(!script.contains("export"));
        assert!(wrapped("app", "import x from './snippets/x.js';\n").is_err());
    }
}
