//! Speed of reading runbooks, against plain pulldown-cmark: `cargo bench --bench parse`.
//!
//! Read is a file's text to the whole model of the runbook, with every event kept for the page. Plain is the same text
//! through pulldown-cmark with the same options, to HTML as a program would that shows it; walk is going through the
//! events of the parser and throwing them away, which no program does but which is the least that parsing costs.
//!
//! Prints the best of several rounds in which both take turns, so that the machine's load hits both; never judges. The
//! pages are those of `../shared/corpora` where they are at hand, else the project's own runbooks. Below it, megabytes
//! of the worst that comes to mind, against a megabyte of ordinary text.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use breakglass::draft::Form;
use breakglass::lint::{self, Around};
use breakglass::markdown::{self, Links, Reference, Target, html};
use breakglass::search;
use pulldown_cmark::{Options, Parser};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// That of the program (`src/main.rs`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Time that this thread had a processor for, where Linux tells (`/proc/thread-self/schedstat`, nanoseconds): on a busy
/// machine the clock on the wall says how busy it is. Elsewhere that clock.
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let own = stat.and_then(|stat| stat.split(' ').next()?.parse().ok());
    own.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

const ROUNDS: usize = 5;
const TURN: Duration = Duration::from_millis(150);
const MEGABYTE: usize = 1 << 20;

struct NoLinks;

impl Links for NoLinks {
    fn resolve(&mut self, _: Reference<'_>) -> Target {
        Target::Dead
    }
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sets = sets(root);
    println!(
        "Compared, on one thread, from a text in memory, with the same dialect, what is made being dropped again:\n\
         walk   pulldown-cmark's events, thrown away\n\
         plain  pulldown-cmark's events to an HTML string by its own push_html, unfiltered and with links as they stand\n\
         read   the text to Breakglass's model: headings, sections, steps, commands with danger and variables, facts; no HTML\n\
         page   read, and then the article's HTML with raw HTML filtered, links resolved and code highlighted\n"
    );
    println!(
        "{:<24} {:>5} {:>5} {:>10} {:>11} {:>10} {:>11} {:>10} {:>10}",
        "pages", "files", "kB", "walk MB/s", "plain MB/s", "read MB/s", "read/plain", "read/walk", "page MB/s"
    );
    for (name, pages) in &sets {
        let bytes: usize = pages.iter().map(String::len).sum();
        let times = race(&mut [
            &mut || pages.iter().for_each(|page| walk(page)),
            &mut || pages.iter().for_each(|page| plain(page)),
            &mut || pages.iter().for_each(|page| drop(black_box(markdown::read(page)))),
            &mut || pages.iter().for_each(|page| render(page)),
        ]);
        let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{name:<24} {:>5} {:>5} {:>10.1} {:>11.1} {:>10.1} {:>11.2} {:>10.2} {:>10.1}",
            pages.len(),
            bytes / 1000,
            speed(times[0]),
            speed(times[1]),
            speed(times[2]),
            times[2].as_secs_f64() / times[1].as_secs_f64(),
            times[2].as_secs_f64() / times[0].as_secs_f64(),
            speed(times[3])
        );
    }
    let ordinary = ordinary(&sets);
    let works: [&dyn Fn(&str); 5] = [
        &|text| drop(black_box(markdown::read(text))),
        &render,
        &check,
        &index,
        &form,
    ];
    let time = |work: &dyn Fn(&str), text: &str| {
        let start = now();
        work(text);
        now() - start
    };
    // The better of two: the first one pays for the memory.
    let base = works.map(|work| time(work, &ordinary).min(time(work, &ordinary)));
    println!(
        "\n1 MB of ordinary text: read {:.1?}, read and page {:.1?}, and check {:.1?}, and for search {:.1?}, \
         and as the wizard's form {:.1?}; as many times longer take",
        base[0], base[1], base[2], base[3], base[4]
    );
    println!(
        "{:<28} {:>10} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "1 MB of", "read", "times", "page", "check", "search", "form"
    );
    for (name, text) in worst() {
        let taken = works.map(|work| time(work, &text));
        print!("{name:<28} {:>10.1?}", taken[0]);
        for (taken, base) in taken.iter().zip(&base) {
            print!(" {:>8.1}", taken.as_secs_f64() / base.as_secs_f64());
        }
        println!();
    }
}

/// The options that Breakglass parses with.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

fn walk(page: &str) {
    for event in Parser::new_ext(page, OPTIONS).into_offset_iter() {
        black_box(event);
    }
}

fn plain(page: &str) {
    let mut html = String::with_capacity(page.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(page, OPTIONS));
    black_box(html);
}

fn render(page: &str) {
    let document = markdown::read(page);
    black_box(html::render(&document, &mut NoLinks, &mut Vec::new()));
}

fn check(page: &str) {
    black_box(lint::check_source(
        "a.md",
        page,
        &Around::default(),
        &lint::Options::default(),
    ));
}

/// What the search index has of a page.
fn index(page: &str) {
    let source = search::Source::default().read(&markdown::read(page), "");
    black_box(search::build::encode(&[source], &[]));
}

fn form(page: &str) {
    black_box(Form::read(page, &markdown::read(page)));
}

/// The best time of each, taking turns. The clock ticks some milliseconds at a time, so each turn is long.
fn race(runs: &mut [&mut dyn FnMut()]) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; runs.len()];
    for _ in 0..ROUNDS {
        for (run, best) in runs.iter_mut().zip(&mut best) {
            let start = now();
            let mut times = 0;
            while now() - start < TURN {
                run();
                times += 1;
            }
            *best = (*best).min((now() - start) / times);
        }
    }
    best
}

fn sets(root: &Path) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    if let Ok(corpora) = fs::read_dir(root.join("../shared/corpora")) {
        for folder in corpora.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            out.push((name, pages(&folder)));
        }
    }
    out.push(("runbooks".to_string(), pages(&root.join("runbooks"))));
    out.retain(|(_, pages)| !pages.is_empty());
    out.sort();
    out
}

fn pages(folder: &Path) -> Vec<String> {
    let mut open: Vec<PathBuf> = vec![folder.to_path_buf()];
    let mut out = Vec::new();
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
        {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "md" || end == "erb") {
                out.extend(fs::read_to_string(path));
            }
        }
    }
    out
}

/// A megabyte of the pages, one behind the other.
fn ordinary(sets: &[(String, Vec<String>)]) -> String {
    let mut out = String::new();
    for page in sets.iter().flat_map(|(_, pages)| pages).cycle() {
        // Front matter in the middle would be a heading.
        out.push_str(page.trim_start_matches('-'));
        out.push_str("\n\n");
        if out.len() >= MEGABYTE {
            return out;
        }
    }
    out
}

fn worst() -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(MEGABYTE / piece.len());
    let numbered = |piece: &dyn Fn(usize) -> String| {
        let mut out = String::new();
        let mut n = 0;
        while out.len() < MEGABYTE {
            out.push_str(&piece(n));
            n += 1;
        }
        out
    };
    let deep = |piece: &str| {
        let mut out = String::new();
        let mut depth = 0;
        while out.len() < MEGABYTE {
            out.push_str(&" ".repeat(depth % 400));
            out.push_str(piece);
            depth += 2;
        }
        out
    };
    let fenced = |language: &str, text: String| format!("```{language}\n{text}\n```\n");
    vec![
        ("quotes in one line", fill(">")),
        (
            "quotes, line by line",
            numbered(&|n| format!("{}a\n", ">".repeat(n % 500))),
        ),
        ("lists in one line", fill("- ")),
        ("lists, ever deeper", deep("- [ ] a\n")),
        ("ordered lists, ever deeper", deep("1. a\n")),
        ("open brackets", fill("[")),
        ("nested links", fill("[a](")),
        ("images in brackets", fill("![[]()")),
        ("footnotes", numbered(&|n| format!("[^{n}]\n\n[^{n}]: x\n\n"))),
        ("emphasis, open", fill("*a ")),
        ("emphasis, nested", fill("**a *b ")),
        ("underscores", fill("_a__b_")),
        ("backticks", numbered(&|n| format!("{} ", "`".repeat(n % 300)))),
        ("angle brackets", fill("<a")),
        ("comments, open", fill("<!-- ")),
        ("tags, open", fill("<div>\n")),
        ("tags in a line", fill("<b>x")),
        ("entities", fill("&amp;")),
        (
            "tables",
            format!(
                "|{}\n|{}\n{}",
                "a|".repeat(1000),
                "-|".repeat(1000),
                "|a\n".repeat(300_000)
            ),
        ),
        ("headings, the same", fill("# a\n")),
        ("headings, numbered", numbered(&|n| format!("## a {n}\n"))),
        ("ids", numbered(&|n| format!("<a id=\"a{n}\"></a>\n"))),
        ("brackets", fill("[a][b] ")),
        ("brackets and addresses", fill("[a](b c ")),
        ("words without spaces", fill("[^")),
        (
            "contacts without spaces",
            format!("# T\n\n## Emergency Contacts\n\n- {}\n", fill("[^")),
        ),
        ("step headings", fill("### Step 1: a\n")),
        ("steps, the same", fill("1. a\n")),
        ("steps and fences", fill("1. a:\n\n```bash\nb\n```\n\n")),
        ("tasks", fill("- [ ] a\n")),
        ("branches in bold", fill("**If a**:\n\nb\n\n")),
        ("marks", fill("1. a\n\n   **Expected**: b\n\n")),
        ("fences, the same", fill("```bash\na\n```\n")),
        ("fences closed with a word", fill("```bash\na\n```text\n\n## a\n")),
        ("one open fence", format!("```bash\n{}", fill("kubectl get pods\n"))),
        ("quotes in a script", fenced("bash", fill("\"'`$("))),
        ("substitutions in a script", fenced("bash", fill("$("))),
        ("braces in a script", fenced("bash", fill("${a:-"))),
        ("here-documents in a script", fenced("bash", fill("cat <<E\n"))),
        ("here-documents in a line", fenced("bash", fill("<<E "))),
        ("variables in a script", fenced("bash", fill("$A <b-c> {{d}} "))),
        ("pipes in a script", fenced("bash", fill("a|"))),
        ("nested scripts", fenced("bash", fill("sudo watch xargs sh -c 'a' "))),
        ("prompts", fenced("console", fill("$ a\nb\n"))),
        ("prompts with open quotes", fenced("console", fill("$ don't\nb\n"))),
        ("prompts and backslashes", fenced("console", fill("$ a \\\n"))),
        ("output", fenced("", fill("NAME  READY\n"))),
        ("SQL", fenced("", fill("SELECT 1;\n"))),
        ("functions in a script", fenced("bash", fill("f() { a; }\n"))),
        ("front matter", format!("---\n{}---\n", fill("a: b\n"))),
    ]
}
