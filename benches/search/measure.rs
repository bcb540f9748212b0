//! Asking, and what the answers are worth.

use super::queries::{Question, name};
use breakglass::search::Engine;
use std::time::Instant;

/// Whether tuning may look at a question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Tuning,
    HeldOut,
}

/// A third is held out, by a hash of the text (FNV-1a): which third is no one's choice.
pub fn part(question: &Question) -> Part {
    if breakglass::search::codec::checksum(question.text.as_bytes()) >> 8 & 0xffff < 0x5555 {
        Part::HeldOut
    } else {
        Part::Tuning
    }
}

pub struct Measured {
    pub ids: Vec<String>,
    /// Whether it is said to be only the nearest there is.
    pub weak: bool,
    pub seconds: f64,
    grades: Vec<u8>,
    ideal: Vec<u8>,
}

/// Results that are looked at.
const DEPTH: usize = 10;

pub fn ask(engine: &Engine, question: &Question) -> Measured {
    let mut times = Vec::new();
    let mut answer = None;
    for _ in 0..3 {
        let started = Instant::now();
        answer = Some(engine.search(&question.text, DEPTH));
        times.push(started.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let answer = answer.unwrap();
    let ids: Vec<String> = answer.hits.iter().map(|hit| name(&hit.id)).collect();
    // Pages of one name count once, as they do for the peers.
    let grades = ids
        .iter()
        .enumerate()
        .map(|(at, id)| match ids[..at].contains(id) {
            true => 0,
            false => question.relevant.get(id).copied().unwrap_or(0),
        })
        .collect();
    let mut ideal: Vec<u8> = question.relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.cmp(a));
    Measured {
        ids,
        weak: answer.weak,
        seconds: times[1],
        grades,
        ideal,
    }
}

impl Measured {
    /// The best grade is first.
    pub fn success_at_1(&self) -> f64 {
        self.success(1)
    }

    /// Whether the first page is one of those that answer, if not the best.
    pub fn first_is_graded(&self) -> bool {
        self.grades.first().is_some_and(|grade| *grade > 0)
    }

    fn success(&self, depth: usize) -> f64 {
        let best = self.ideal[0];
        f64::from(u8::from(self.grades.iter().take(depth).any(|grade| *grade == best)))
    }

    fn reciprocal_rank(&self) -> f64 {
        let best = self.ideal[0];
        self.grades
            .iter()
            .position(|grade| *grade == best)
            .map_or(0.0, |at| 1.0 / (at + 1) as f64)
    }

    fn ndcg(&self) -> f64 {
        let gain = |grades: &[u8]| -> f64 {
            grades
                .iter()
                .take(DEPTH)
                .enumerate()
                .map(|(at, grade)| f64::from((1_u32 << grade) - 1) / ((at + 2) as f64).log2())
                .sum()
        };
        gain(&self.grades) / gain(&self.ideal)
    }
}

pub fn print(questions: &[Question], answers: &[Measured]) {
    println!(
        "  {:<22} {:>5}  {:>6} {:>6} {:>6} {:>8} {:>6}   held out: {:>5} {:>6} {:>8}   {:>7} {:>7}",
        "class", "n", "s@1", "s@5", "MRR", "nDCG@10", "empty", "n", "s@1", "nDCG@10", "p50 ms", "p95 ms"
    );
    let mut classes: Vec<&str> = Vec::new();
    for question in questions {
        if !classes.contains(&question.class) {
            classes.push(question.class);
        }
    }
    for class in classes {
        let of = |wanted: Option<Part>| -> Vec<&Measured> {
            let all = questions
                .iter()
                .zip(answers)
                .filter(|(question, _)| question.class == class);
            all.filter(|(question, _)| wanted.is_none_or(|wanted| part(question) == wanted))
                .map(|(_, answer)| answer)
                .collect()
        };
        let mean = |list: &[&Measured], value: fn(&Measured) -> f64| -> f64 {
            list.iter().map(|answer| value(answer)).sum::<f64>() / list.len().max(1) as f64
        };
        let (tuning, held, all) = (of(Some(Part::Tuning)), of(Some(Part::HeldOut)), of(None));
        let mut times: Vec<f64> = all.iter().map(|answer| answer.seconds * 1e3).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!(
            "  {:<22} {:>5}  {:>6.3} {:>6.3} {:>6.3} {:>8.3} {:>6.3}   held out: {:>5} {:>6.3} {:>8.3}   {:>7.3} {:>7.3}",
            class,
            tuning.len(),
            mean(&tuning, Measured::success_at_1),
            mean(&tuning, |answer| answer.success(5)),
            mean(&tuning, Measured::reciprocal_rank),
            mean(&tuning, Measured::ndcg),
            mean(&tuning, |answer| f64::from(u8::from(answer.ids.is_empty()))),
            held.len(),
            mean(&held, Measured::success_at_1),
            mean(&held, Measured::ndcg),
            at(0.5),
            at(0.95),
        );
    }
}

/// Bytes after brotli 11, as a host would send them.
pub fn brotli(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..brotli::enc::BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).unwrap();
    out.len()
}
