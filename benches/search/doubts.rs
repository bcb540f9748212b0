//! How often an answer is said to be only the nearest: where the first hit is graded, where it is not, and where the
//! question is one about another corpus. Some of those are answered here, too; most are not.

use super::measure::{Measured, Part, part};
use super::queries::Question;
use breakglass::search::Engine;
use serde_json::{Value, json};

/// Doubted answers of all answers.
#[derive(Clone, Copy, Default)]
struct Count {
    doubted: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, doubted: bool) {
        self.all += 1;
        self.doubted += usize::from(doubted);
    }
}

/// Sums over corpora, tuning part and held-out part.
#[derive(Default)]
pub struct Doubts {
    rows: Vec<(&'static str, [Count; 2])>,
}

impl Doubts {
    fn add(&mut self, name: &'static str, held: bool, doubted: bool) {
        let at = self.rows.iter().position(|row| row.0 == name).unwrap_or_else(|| {
            self.rows.push((name, [Count::default(); 2]));
            self.rows.len() - 1
        });
        self.rows[at].1[usize::from(held)].add(doubted);
    }

    /// Adds what was asked of a corpus, and asks what is written about the others.
    pub fn ask(&mut self, engine: &Engine, questions: &[Question], answers: &[Measured], foreign: &[&Question]) {
        for (question, answer) in questions
            .iter()
            .zip(answers)
            .filter(|(_, answer)| !answer.ids.is_empty())
        {
            let name = match (question.class, answer.first_is_graded()) {
                ("symptom question", true) => "symptom question, first hit graded",
                ("symptom question", false) => "symptom question, first hit not graded",
                ("pasted log line" | "command", true) => "pasted log line or command, first hit right",
                (_, true) => "name, whole, partial or mistyped, first hit right",
                (_, false) => "other, first hit not the one",
            };
            self.add(name, part(question) == Part::HeldOut, answer.weak);
        }
        for question in foreign {
            let answer = engine.search(&question.text, 1);
            if !answer.hits.is_empty() {
                let held = part(question) == Part::HeldOut;
                self.add("symptom question about another corpus", held, answer.weak);
            }
        }
    }

    pub fn print(&self) {
        println!("\nSaid to be only the nearest (doubted of all; held out):");
        for (name, [tuning, held]) in &self.rows {
            let share = 100.0 * (tuning.doubted + held.doubted) as f64 / (tuning.all + held.all).max(1) as f64;
            println!(
                "  {name:<50} {:>5} of {:>5}; {:>4} of {:>4}  ({share:.1} % of both)",
                tuning.doubted, tuning.all, held.doubted, held.all
            );
        }
    }

    /// For the report.
    pub fn json(&self) -> Value {
        let rows = self.rows.iter().map(|(name, [tuning, held])| {
            json!({ "name": name, "tuning": [tuning.doubted, tuning.all], "held": [held.doubted, held.all] })
        });
        rows.collect()
    }
}
