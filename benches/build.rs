//! Time of a full build and of a check, with and without highlighted code, and of a rebuild under `serve` after an edit of
//! one runbook, from the change that is noticed to the new site that is served: `cargo bench --bench build`.
//!
//! Prints medians, never judges: the machine's load decides how much a single figure is worth. The pages are those of
//! `../shared/corpora` where they are at hand, else the project's own runbooks, taken again and again under new names.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use breakglass::site::version::Versions;
use breakglass::site::write::Destination;
use breakglass::site::{App, Config, Output, cache, check, compile, offline, source};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// That of the program (`src/main.rs`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 3] = [100, 1_000, 5_000];
const RUNS: usize = 5;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = pages(root);
    let work = tempfile::tempdir().unwrap();
    let app = app(work.path());
    println!(
        "{:>8}  {:>12}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}",
        "runbooks", "code", "compile", "write", "in all", "MB/s", "rewrite", "check", "output"
    );
    for number in SIZES {
        let dir = work.path().join(format!("{number}-edited"));
        fill(&dir, &pages, number, true);
        println!("{number:>8}  one edited file: {:>9.3?}", median(edit(&dir, &app)));
        for (label, coloured) in [("highlighted", true), ("plain", false)] {
            let dir = work.path().join(format!("{number}-{label}"));
            let bytes = fill(&dir, &pages, number, coloured);
            let (mut compiled, mut written, mut rewritten, mut checked) =
                (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            let mut size = 0;
            for run in 0..RUNS {
                let times;
                let out = work.path().join(format!("{number}-{label}-{run}"));
                (times, size) = build(&dir, &app, &out);
                for (list, time) in [&mut compiled, &mut written, &mut rewritten].into_iter().zip(times) {
                    list.push(time);
                }
                checked.push(lint(&dir));
            }
            let [compiled, written, rewritten, checked] = [compiled, written, rewritten, checked].map(median);
            let all = compiled + written;
            let speed = bytes as f64 / 1e6 / all.as_secs_f64();
            // Without the app, of which this bench has an empty one.
            println!(
                "{number:>8}  {label:>12}  {compiled:>9.3?}  {written:>9.3?}  {all:>9.3?}  {speed:>9.1}  {rewritten:>9.3?}  {checked:>9.3?}  {:>6.1} MB",
                size as f64 / 1e6
            );
        }
    }
}

/// Reading, compiling with the offline copy, and writing, as `breakglass build` does it, to where there was nothing; then
/// writing once more, over the same; and the bytes of the site.
fn build(dir: &Path, app: &App, out: &Path) -> ([Duration; 3], usize) {
    let started = Instant::now();
    let sources = source::read(dir).unwrap();
    let mut site = compile(&sources, &Config::default(), app, &mut cache::Cache::for_one()).unwrap();
    offline::add(&mut site.output, &site.facts);
    let compiled = started.elapsed();
    let write = || {
        let started = Instant::now();
        let place = Destination::prepare(out, false, &|| {}).unwrap();
        place.replace(&site.output).unwrap();
        started.elapsed()
    };
    let times = [compiled, write(), write()];
    fs::remove_dir_all(out).unwrap();
    (times, site.output.values().map(|bytes| bytes.len()).sum())
}

/// Edits of one file after another, each followed by what `breakglass serve` does: reading, compiling with what is kept,
/// and finding the version of the new site. Every third edit changes a title, which its neighbours show, too.
fn edit(dir: &Path, app: &App) -> Vec<Duration> {
    let mut cache = cache::Cache::default();
    let mut versions = Versions::default();
    let mut served = Output::new();
    let mut rebuild = || {
        let started = Instant::now();
        let sources = source::read_again(dir, &mut cache.sources).unwrap();
        let site = compile(&sources, &Config::default(), app, &mut cache).unwrap();
        let version = versions.of(&served, &site.output);
        served = site.output;
        (started.elapsed(), version)
    };
    let (_, mut version) = rebuild();
    let file = dir.join("group-07/page-7.md");
    let text = fs::read_to_string(&file).unwrap();
    let edits = (0..3 * RUNS).map(|number| {
        let edited = match number % 3 {
            0 => format!("# Edited {number}\n\n{text}"),
            _ => format!("{text}\nEdited {number}.\n"),
        };
        fs::write(&file, edited).unwrap();
        let (time, next) = rebuild();
        assert_ne!(version, next);
        version = next;
        time
    });
    edits.collect()
}

/// Reading and checking, as `breakglass check` does it.
fn lint(dir: &Path) -> Duration {
    let started = Instant::now();
    let sources = source::read(dir).unwrap();
    let checked = check::check(&sources, &check::options(&Config::default(), None));
    assert!(checked.files > 0);
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn pages(root: &Path) -> Vec<String> {
    let corpora = root.join("../shared/corpora/prometheus-operator");
    let folder = if corpora.is_dir() {
        corpora
    } else {
        root.join("runbooks")
    };
    println!("pages from {}", folder.display());
    source::read(&folder)
        .unwrap()
        .runbooks
        .into_iter()
        .map(|file| file.text.to_string())
        .collect()
}

/// Writes `size` pages; returns their bytes. Without a language in its fence, code is not coloured.
fn fill(dir: &Path, pages: &[String], size: usize, coloured: bool) -> usize {
    let mut bytes = 0;
    for number in 0..size {
        let mut text = pages[number % pages.len()].clone();
        if !coloured {
            let lines = text.lines().map(|line| match line.trim_start().strip_prefix("```") {
                Some(_) => line.split_inclusive("```").next().unwrap_or(line),
                None => line,
            });
            text = lines.collect::<Vec<_>>().join("\n");
        }
        let path = dir
            .join(format!("group-{:02}", number % 20))
            .join(format!("page-{number}.md"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        bytes += text.len();
        fs::write(path, text).unwrap();
    }
    bytes
}

fn app(work: &Path) -> App {
    let folder: PathBuf = work.join("app");
    let files = "app.js app_bg.wasm runner.js runner_bg.wasm wizard.js wizard_bg.wasm boot.js styles/main.css styles/app.css icons/icon.svg";
    for name in files.split(' ') {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    App::read(&folder).unwrap()
}
