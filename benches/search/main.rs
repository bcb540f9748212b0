//! Relevance and speed of search: `make bench-search`, or `cargo bench --bench search` for this side alone.
//!
//! For each corpus: the known-item classes (generated, fixed seed) and the hand-written symptom questions, each split
//! into the part that tuning may look at and the part that is held out. With `--export DIR` it writes pages, queries and
//! its own results there; `peers.mjs` runs the peers over the same and prints one table. `--misses` lists the questions
//! of the tuning part that are not answered first; `--real` leaves the generated runbooks out, `--large` adds 10,000 of them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod corpus;
mod doubts;
mod measure;
mod queries;

use corpus::Corpus;
use doubts::Doubts;
use measure::{Measured, Part};
use queries::Question;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Questions of one corpus: those of the generated thousand are fewer.
const MOST_QUESTIONS: usize = 8_000;

/// Questions where there are so many runbooks that each takes milliseconds, three times over.
const MOST_OF_LARGE: usize = 400;

/// Runbooks from which that is so.
const LARGE: usize = 5_000;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        args.iter()
            .position(|arg| arg == name)
            .and_then(|at| args.get(at + 1))
            .cloned()
    };
    let export = value("--export").map(PathBuf::from);
    let only = value("--corpus");
    let misses = args.iter().any(|arg| arg == "--misses");
    let corpora = corpus::all();
    let written: Vec<(String, Vec<Question>)> = corpora
        .iter()
        .map(|corpus| (corpus.name.clone(), queries::hand_written(corpus)))
        .collect();
    let mut doubts = Doubts::default();
    for corpus in &corpora {
        if only.as_ref().is_some_and(|only| *only != corpus.name) {
            continue;
        }
        let started = Instant::now();
        let engine = corpus.engine();
        let opened = started.elapsed();
        println!(
            "\n{}: {} runbooks, index {:.1} kB, brotli {:.1} kB; built in {:.1} ms, opened in {:.1} ms",
            corpus.name,
            corpus.sources.len(),
            corpus.bytes.len() as f64 / 1e3,
            measure::brotli(&corpus.bytes) as f64 / 1e3,
            corpus.built.as_secs_f64() * 1e3,
            opened.as_secs_f64() * 1e3,
        );
        let mut questions = queries::all(corpus);
        // Every so many of a corpus that is there for speed.
        let most = if corpus.sources.len() >= LARGE {
            MOST_OF_LARGE
        } else {
            MOST_QUESTIONS
        };
        let step = questions.len().div_ceil(most).max(1);
        if step > 1 {
            println!("  one of {step} of {} questions:", questions.len());
        }
        questions = questions.into_iter().step_by(step).collect();
        let answers: Vec<Measured> = questions
            .iter()
            .map(|question| measure::ask(&engine, question))
            .collect();
        measure::print(&questions, &answers);
        if misses {
            list_misses(&questions, &answers);
        }
        if corpus.questions.is_some() {
            let others = written.iter().filter(|(name, _)| *name != corpus.name);
            let foreign: Vec<&Question> = others.flat_map(|(_, questions)| questions).collect();
            doubts.ask(&engine, &questions, &answers, &foreign);
        } else {
            doubts.ask(&engine, &questions, &answers, &[]);
        }
        if let Some(dir) = &export {
            write(dir, corpus, &questions, &answers);
        }
    }
    doubts.print();
    if let Some(dir) = &export {
        std::fs::create_dir_all(dir.join("results")).unwrap();
        std::fs::write(dir.join("results/doubts.json"), doubts.json().to_string()).unwrap();
    }
}

fn list_misses(questions: &[Question], answers: &[Measured]) {
    for (question, answer) in questions.iter().zip(answers) {
        if measure::part(question) == Part::Tuning && answer.success_at_1() == 0.0 {
            println!(
                "  [{}] {}\n     wanted {:?}\n     got {:?}",
                question.class,
                question.text.chars().take(100).collect::<String>(),
                question.relevant,
                &answer.ids[..answer.ids.len().min(4)]
            );
        }
    }
}

/// What `peers.mjs` needs.
fn write(dir: &Path, corpus: &Corpus, questions: &[Question], answers: &[Measured]) {
    let pages: Vec<_> = corpus
        .sources
        .iter()
        .map(|source| {
            let text = |code: bool| -> String {
                let runs = source.units.iter().flat_map(|unit| &unit.runs);
                let wanted = runs.filter(|run| (run.field as u8 == 5) == code && run.field as u8 >= 3);
                wanted.map(|run| run.text.as_str()).collect::<Vec<_>>().join("\n")
            };
            let headings: Vec<&str> = source.units.iter().map(|unit| unit.heading.as_str()).collect();
            json!({ "id": queries::name(&source.id), "title": source.title, "alerts": source.alerts,
                "headings": headings.join("\n"), "text": format!("{}\n{}", text(false), text(true)) })
        })
        .collect();
    let list: Vec<_> = questions
        .iter()
        .zip(answers)
        .map(|(question, answer)| {
            json!({ "class": question.class, "text": question.text, "relevant": question.relevant,
                "part": if measure::part(question) == Part::Tuning { "tuning" } else { "held out" },
                "ours": answer.ids, "ms": answer.seconds * 1e3 })
        })
        .collect();
    std::fs::create_dir_all(dir).unwrap();
    let text = json!({ "corpus": corpus.name, "pages": pages, "queries": list,
        "index": corpus.bytes.len(), "indexBrotli": measure::brotli(&corpus.bytes) });
    std::fs::write(dir.join(format!("{}.json", corpus.name)), text.to_string()).unwrap();
}
