//! The pages' HTML around what the sources say.

pub mod alert;
pub mod contacts;
pub mod not_found;
pub mod review;
pub mod runbook;
pub mod runs;
mod terse;
pub mod write;

use super::app::Assets;
use super::config::Config;
use super::repository::Repository;
use crate::article::severity_named;
pub use crate::article::{severity, toc};
use crate::markdown::{Document, Rendered};
use crate::route::{Route, resolve};
use crate::runbook::{Settings, Severity};
use crate::text::direction::is_right_to_left;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What all pages of a site share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The site's title.
    pub title: String,
    /// The language of the pages (BCP 47).
    pub language: String,
    /// Names of the app's files.
    pub assets: Assets,
    /// Whether there is a page `guide/`.
    pub has_guide: bool,
    /// Whether `contacts/` names anybody.
    pub has_contacts: bool,
    /// What the app needs to read and run runbooks as the generator does.
    pub settings: Settings,
    /// Where "Report a problem" leads, where that is not the repository's host.
    pub report_url: Option<String>,
    /// The repository that holds the runbooks.
    pub repository: Option<Repository>,
}

/// The `data-page` of a runbook, under its own address or an alert's name. A site has thousands of these pages, so they
/// leave to `boot.js` what is of no use without scripts.
pub const RUNBOOK: &str = "runbook";

/// The Content-Security-Policy of every page but `404.html`: nothing inline, nothing from elsewhere. What is not named
/// falls under `default-src`, workers under `script-src`.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; \
     object-src 'none'; base-uri 'none'; form-action 'none'";

/// Which of the pages that depend on the sources there are.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// `guide/`.
    pub guide: bool,
    /// `contacts/` with somebody on it.
    pub contacts: bool,
}

impl Frame {
    /// The shared parts, from the configuration, the runbook folder's place in its repository and the index's title.
    pub fn new(config: &Config, below: &str, index_title: Option<&str>, assets: Assets, pages: Pages) -> Self {
        let title = config
            .site
            .title
            .as_deref()
            .or(index_title)
            .filter(|title| !title.is_empty());
        Self {
            title: title.unwrap_or("Runbooks").to_string(),
            language: config.site.language.clone().unwrap_or_else(|| "en".to_string()),
            assets,
            has_guide: pages.guide,
            has_contacts: pages.contacts,
            settings: config.settings.clone(),
            report_url: config.site.report_url.clone(),
            repository: Repository::new(&config.site, below),
        }
    }

    /// The badge for a severity, in the team's words.
    pub fn severity(&self, level: Severity) -> Markup {
        severity_named(level, self.settings.severity_word(level))
    }

    /// Where a problem with the runbook of this title is reported.
    pub fn report(&self, title: &str) -> Option<String> {
        let repository = || self.repository.as_ref().map(|repository| repository.report(title));
        self.report_url.clone().or_else(repository)
    }

    /// A whole page. `kind` is its `data-page`; `title` is empty for the home page.
    pub fn page(&self, route: &Route, kind: &str, title: &str, content: Markup) -> Vec<u8> {
        self.page_of(route, kind, title, None, content)
    }

    /// A whole page, under an alert's name where what it shows has its own page elsewhere (`canonical`).
    pub fn page_of(
        &self,
        route: &Route,
        kind: &str,
        title: &str,
        canonical: Option<&Route>,
        content: Markup,
    ) -> Vec<u8> {
        let defaults = self.settings == Settings::default();
        // Lists and texts only: serialising cannot fail.
        let settings = (!defaults).then(|| serde_json::to_string(&self.settings).unwrap_or_default());
        let to = |path: &str| resolve(route, path);
        let nav = |target: &Route, label: &str| {
            html! { a href=(to(&target.file())) aria-current=[(route == target).then_some("page")] { (label) } }
        };
        let assets = &self.assets;
        let is_runbook = kind == RUNBOOK;
        let has_nav = !is_runbook || self.has_guide || self.has_contacts;
        let page = html! {
            (DOCTYPE)
            html lang=(self.language) dir=[direction(&self.language)] data-app="loading" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { @if title.is_empty() || title == self.title { (self.title) } @else { (title) " · " (self.title) } }
                    @if let Some(canonical) = canonical { link rel="canonical" href=(to(&canonical.file())); }
                    link rel="stylesheet" href=(to(&assets.style.path));
                    // A runbook's page does not wait for what it shows once the app is there: `boot.js` fetches that.
                    @if !is_runbook { link rel="stylesheet" href=(to(&assets.app_style.path)); }
                    link rel="icon" href=(to("icons/icon.svg"));
                    @if !is_runbook { link rel="manifest" href=(to(super::web_manifest::FILE)); }
                    // A runbook is read, first of all: on slow lines the app's bytes would keep its styles waiting. There
                    // `boot.js` asks for them.
                    @if !is_runbook {
                        link rel="modulepreload" href=(to(&assets.script.path)) integrity=(assets.script.integrity);
                        link rel="preload" as="fetch" crossorigin="anonymous" href=(to(&assets.wasm.path));
                    }
                    script type="module" src=(to(&assets.boot.path)) integrity=(assets.boot.integrity) {}
                }
                body data-route=(route.path()) data-settings=[settings] {
                    // The brand leads home, and two other ways need scripts: `boot.js` adds them, and the way past them.
                    @if has_nav { a class="bg-skip" href="#bg-main" { "Skip to content" } }
                    header class="bg-top" {
                        a class="bg-brand" href=(to(&Route::Home.file())) { span { (self.title) } }
                        @if has_nav {
                            nav class="bg-nav" aria-label="Site" {
                                // Those that boot.js adds elsewhere come last, so that nothing moves.
                                @if self.has_guide { (nav(&Route::Guide, "Guide")) }
                                @if self.has_contacts { (nav(&Route::Contacts, "Contacts")) }
                                @if !is_runbook {
                                    (nav(&Route::Home, "Runbooks"))
                                    (nav(&Route::Write, "Write"))
                                    (nav(&Route::Runs, "Runs"))
                                }
                            }
                        }
                        @if !is_runbook {
                            (search(*route == Route::Home))
                            div id="bg-tools" {}
                        }
                    }
                    main id="bg-main" tabindex="-1" {
                        div data-page=(kind) { (content) }
                    }
                    footer class="bg-noapp" {
                        "The app did not start. Everything is here to read, and links work; select commands to copy them."
                    }
                    @if !is_runbook { div id="bg-app" {} }
                }
            }
        };
        let page = page.into_string();
        let is_long = is_runbook || kind == "alerts";
        if is_long { terse::spell(&page) } else { page }.into_bytes()
    }
}

/// The value of `dir`, where the language needs one.
pub fn direction(language: &str) -> Option<&'static str> {
    is_right_to_left(language).then_some("rtl")
}

/// The search field. It is there before the app, so that nobody waits to type; without scripts it is not shown.
/// `boot.js` makes the same where only its room is kept (`is_whole` false): a thousand pages need not repeat it.
fn search(is_whole: bool) -> Markup {
    html! {
        div id="bg-search" role="search" { @if is_whole {
            input class="bg-search-field" id="bg-search-field" type="search" role="combobox" aria-label="Search runbooks"
                aria-autocomplete="list" aria-expanded="false" aria-controls="bg-search-results" aria-keyshortcuts="/ Control+K Meta+K"
                autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go"
                placeholder="Alert, error line or symptom";
            div id="bg-search-mount" {}
        } }
    }
}

/// The guide: what the index says beside its list.
pub fn guide(frame: &Frame, index: &Document, rendered: &Rendered) -> Vec<u8> {
    let title = index.runbook().title.as_str();
    let title = if title.is_empty() { "Guide" } else { title };
    let content = html! {
        article class=(crate::article::class(&rendered.toc)) {
            header class="bg-head" { h1 id=(index.title_anchor()) tabindex="-1" { (title) } }
            (toc(&rendered.toc))
            div class="bg-body" { (PreEscaped(&rendered.body)) }
        }
    };
    frame.page(&Route::Guide, "guide", title, content)
}
