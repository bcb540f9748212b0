//! The app's parts in a real browser: `wasm-pack test --headless --chrome -- --no-default-features --features app`.
#![cfg(all(target_arch = "wasm32", feature = "app"))]
// clippy.toml allows it in tests, but does not know these for tests.
#![allow(clippy::unwrap_used)]

mod analyzer_golden;

use breakglass::app::browser::page::{self, Page};
use breakglass::app::browser::{dom, storage};
use breakglass::app::pages;
use breakglass::app::routes::{Place, Route, Site};
use breakglass::app::state::activity::Activity;
use breakglass::app::state::offline::OfflineCopy;
use breakglass::app::state::theme::{Theme, ThemeChoice};
use leptos::prelude::Owner;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

wasm_bindgen_test_configure!(run_in_browser);

const FIGURE: &str = r#"<figure class="bg-code" data-lang="bash"><figcaption>bash</figcaption>
    <pre tabindex="0"><code>$ uptime</code></pre></figure>"#;

/// Makes the test's document a page of ours with `content`, and returns its `<main>`.
fn open(content: &str) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    if let Some(main) = document.get_element_by_id("bg-main") {
        main.remove();
    }
    let main = document.create_element("main").unwrap();
    main.set_id("bg-main");
    main.set_inner_html(content);
    document.body().unwrap().append_child(&main).unwrap();
    main
}

fn document(head: &str, main: &str) -> String {
    format!(
        "<!doctype html><title>Slow queries · Site</title>{head}<body data-route=\"r/slow/\"><main id=\"bg-main\">{main}</main>"
    )
}

#[wasm_bindgen_test]
fn places_are_found_below_the_root() {
    let site = Site::new("https://host.test/a/b/".into());
    let home = Place::page(Route::Home);
    let place = |href| site.locate_from(&home, href);
    assert_eq!(
        place("r/gr%C3%B6%C3%9Fe/index.html").map(|place| place.route),
        Some(Route::Runbook("größe".into()))
    );
    assert_eq!(
        place("r/größe/").map(|place| site.url(&place)).as_deref(),
        Some("https://host.test/a/b/r/gr%C3%B6%C3%9Fe/")
    );
    assert_eq!(place("../x/"), None);
    assert_eq!(place("r/x/source.md"), None);
    assert_eq!(place("https://[broken/"), None);
    assert_eq!(site.storage_key("theme"), "bg:/a/b/:theme");
}

#[wasm_bindgen_test]
fn every_code_block_gets_one_copy_button() {
    let main = open(&FIGURE.repeat(3));
    Owner::new().with(|| {
        let copy = OfflineCopy::new(Activity::new(), String::new());
        pages::enhance(&main, copy);
        pages::enhance(&main, copy);
    });
    let buttons = dom::find_all(&main, "figure.bg-code > figcaption > button");
    assert_eq!(buttons.len(), 3);
    assert!(buttons.iter().all(|button| dom::text(button) == "Copy"));
}

#[wasm_bindgen_test]
fn a_fetched_page_takes_the_place_of_the_open_one() {
    let main = open("<p>old</p>");
    let page = Page::parse(&document(
        "",
        "<h1 tabindex=-1>Slow queries</h1><script>self.ran = 1</script>",
    ))
    .unwrap();
    assert_eq!(page.show().as_ref(), Some(&main));
    assert_eq!(main.inner_html(), "<h1 tabindex=\"-1\">Slow queries</h1>");
    assert_eq!(page::title(), "Slow queries · Site");
    assert_eq!(page::declared_route().as_deref(), Some("r/slow/"));
    assert!(js_sys::eval("self.ran").unwrap().is_undefined());
}

#[wasm_bindgen_test]
fn what_is_no_page_of_this_build_is_refused() {
    open("");
    assert!(Page::parse("<h1>Sign in</h1>").is_none());
    assert!(Page::parse(&document("<link rel=stylesheet href=../assets/style-other.css>", "")).is_none());
    assert!(Page::parse("").is_none());
}

#[wasm_bindgen_test]
fn anchors_in_closed_details_are_opened() {
    let main = open("<details><summary>More</summary><details><h2 id=inner>Inner</h2></details></details>");
    let inner = dom::by_id("inner").unwrap();
    assert!(dom::open_details(&inner));
    assert!(!dom::open_details(&inner));
    dom::focus(&inner);
    assert_eq!(dom::find(&main, ":focus").as_ref(), Some(&inner));
}

#[wasm_bindgen_test]
fn the_theme_is_kept() {
    storage::write("test:theme", None);
    Owner::new().with(|| {
        let choice = ThemeChoice::load("test:theme".into());
        assert_eq!(choice.theme(), Theme::System);
        choice.choose_next();
        choice.choose_next();
        assert_eq!(storage::read("test:theme").as_deref(), Some("dark"));
        assert_eq!(ThemeChoice::load("test:theme".into()).theme(), Theme::Dark);
        choice.choose_next();
        assert_eq!(storage::read("test:theme"), None);
    });
}

#[wasm_bindgen_test]
fn the_theme_survives_unreadable_storage() {
    js_sys::eval(
        "self.kept = Object.getOwnPropertyDescriptor(window, 'localStorage');
         Object.defineProperty(window, 'localStorage', {
             configurable: true,
             get() { throw new DOMException('blocked', 'SecurityError') },
         })",
    )
    .unwrap();
    let theme = Owner::new().with(|| {
        let choice = ThemeChoice::load("test:theme".into());
        choice.choose_next();
        choice.theme()
    });
    js_sys::eval("Object.defineProperty(window, 'localStorage', self.kept)").unwrap();
    assert_eq!(theme, Theme::Light);
    let root = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .document_element()
        .unwrap();
    assert_eq!(root.get_attribute("data-theme").as_deref(), Some("light"));
}

/// `tests/suite/search.rs` asserts the same numbers natively.
#[wasm_bindgen_test]
fn the_analyser_is_as_it_is_natively() {
    use analyzer_golden::{ANALYSED, ANSWERED, analysed, answered};
    assert_eq!((analysed(), answered()), (ANALYSED, ANSWERED));
}
