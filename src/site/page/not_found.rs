//! `404.html`: self-contained, since it is served at any depth and knows only at run time where the site begins.

use crate::site::app::{csp_hash, strip_css_comments};
use maud::{DOCTYPE, PreEscaped, html};

const SCRIPT: &str = include_str!("not_found.js");
const STYLE: &str = include_str!("not_found.css");

/// The policy of `404.html`: its own script and style by hash, and the manifest.
pub fn policy() -> String {
    format!(
        "default-src 'none'; script-src {}; style-src {}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
        csp_hash(SCRIPT),
        csp_hash(&style())
    )
}

/// The sources, for a policy, of the page's script and style.
pub fn hashes() -> (String, String) {
    (csp_hash(SCRIPT), csp_hash(&style()))
}

fn style() -> String {
    strip_css_comments(STYLE)
}

/// The page. `site` is the site's title.
pub fn page(site: &str, language: &str) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang=(language) dir=[super::direction(language)] {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                // Without one, browsers ask the host for `/favicon.ico`, which is outside of the site.
                link rel="icon" href="data:,";
                title { "Page not found · " (site) }
                style { (PreEscaped(style())) }
            }
            body {
                main {
                    p class="site" { (site) }
                    h1 { "Page not found" }
                    p id="about" { "Nothing is published at this address. It may have been moved or renamed." }
                    noscript { p { "Open the list of runbooks at the address that you know, and look there." } }
                    p hidden { "A run that was in progress here is kept: " a id="run" { "its record" } " has the text that it began with." }
                    div id="found" hidden {
                        p { a id="home" href="./" { "All runbooks" } }
                        label for="search" { "Search runbooks" }
                        input id="search" type="search" autocomplete="off" spellcheck="false";
                        p id="count" role="status" {}
                        ul id="results" {}
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string().into_bytes()
}
