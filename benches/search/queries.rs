//! The questions: hand-written ones from files, known-item ones made of the runbooks themselves.

use super::corpus::Corpus;
use breakglass::search::Source;
use breakglass::search::analyzer::{parts, words};
use breakglass::search::source::Field;
use std::collections::{BTreeMap, HashMap};

pub struct Question {
    pub class: &'static str,
    pub text: String,
    /// Grades by the last part of the id.
    pub relevant: BTreeMap<String, u8>,
}

/// A small generator of our own (SplitMix64), so that the questions are the same everywhere and always.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What a runbook is called in the files of questions: the last part of its id.
pub fn name(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).to_string()
}

pub fn all(corpus: &Corpus) -> Vec<Question> {
    let mut out = Vec::new();
    let mut random = Random::new(42);
    // A known item has to be the only one of its name.
    let mut names: HashMap<String, usize> = HashMap::new();
    for source in &corpus.sources {
        *names.entry(squeezed(&alert(source))).or_default() += 1;
    }
    let mut lines: HashMap<String, usize> = HashMap::new();
    for source in &corpus.sources {
        for line in code_lines(source) {
            *lines.entry(line).or_default() += 1;
        }
    }
    for source in &corpus.sources {
        known_items(source, &names, &lines, &mut random, &mut out);
    }
    out.extend(hand_written(corpus));
    out
}

/// The questions of the corpus's file.
pub fn hand_written(corpus: &Corpus) -> Vec<Question> {
    let mut out = Vec::new();
    if let Some(file) = &corpus.questions {
        let text: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for query in text["queries"].as_array().unwrap() {
            let relevant = query["relevant"].as_object().unwrap();
            out.push(Question {
                class: "symptom question",
                text: query["query"].as_str().unwrap().to_string(),
                relevant: relevant
                    .iter()
                    .map(|(id, grade)| (id.clone(), grade.as_u64().unwrap() as u8))
                    .collect(),
            });
        }
    }
    out
}

fn known_items(
    source: &Source,
    names: &HashMap<String, usize>,
    lines: &HashMap<String, usize>,
    random: &mut Random,
    out: &mut Vec<Question>,
) {
    let mut ask = |class: &'static str, text: String| {
        out.push(Question {
            class,
            text,
            relevant: BTreeMap::from([(name(&source.id), 3)]),
        });
    };
    let alert = alert(source);
    let spaced = camel_words(&alert);
    if names[&squeezed(&alert)] == 1 && spaced.len() >= 2 && alert.is_ascii() {
        let joined = spaced.join(" ");
        let squeezed = spaced.concat();
        ask("exact alert", alert.clone());
        ask("spaced", joined.clone());
        ask("spaced, one typo", typo(&joined, random));
        ask("CamelCase, one typo", typo(&alert, random));
        ask(
            "first 60 % typed",
            alert.chars().take(alert.chars().count() * 6 / 10).collect(),
        );
        if spaced.len() >= 3 {
            ask("infix", squeezed[spaced[0].len()..].to_string());
        }
        ask("pasted alert", pasted_alert(&alert, random));
    }
    let own: Vec<String> = code_lines(source).into_iter().filter(|line| lines[line] == 1).collect();
    let commands: Vec<&String> = own.iter().filter(|line| is_command(line)).collect();
    if !commands.is_empty() {
        ask("command", random.pick(&commands).to_string());
    }
    let logs: Vec<&String> = own.iter().filter(|line| is_log(line)).collect();
    if !logs.is_empty() {
        let line = *random.pick(&logs);
        ask("pasted log line", pasted_log(line, random));
    }
}

fn alert(source: &Source) -> String {
    source.alerts.first().cloned().unwrap_or_else(|| {
        let identifier = name(&source.title);
        if identifier.contains(' ') {
            camel(&identifier)
        } else {
            identifier
        }
    })
}

fn camel(title: &str) -> String {
    let words = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            word[..word.chars().next().map_or(0, char::len_utf8)].to_uppercase()
                + &word[word.chars().next().map_or(0, char::len_utf8)..]
        })
        .collect()
}

fn camel_words(name: &str) -> Vec<String> {
    words(name).flat_map(|range| parts(&name[range])).collect()
}

fn squeezed(name: &str) -> String {
    camel_words(name).concat()
}

/// One edit in one word of four letters or more.
fn typo(text: &str, random: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    for _ in 0..100 {
        let at = 1 + random.below(letters.len().saturating_sub(2));
        let mut out = letters.clone();
        if !out[at].is_ascii_alphabetic() || !out[at - 1].is_ascii_alphabetic() {
            continue;
        }
        match random.below(4) {
            0 => {
                out.remove(at);
            }
            1 => out.insert(at, *random.pick(&['a', 'e', 'r', 's', 't', 'n'])),
            2 => out[at] = *random.pick(&['a', 'e', 'r', 's', 't', 'n']),
            _ => out.swap(at, at - 1),
        }
        if out != letters {
            return out.into_iter().collect();
        }
    }
    text.to_string()
}

fn pasted_alert(alert: &str, random: &mut Random) -> String {
    let pod = format!(
        "backend-{}-{}",
        random.pick(&["7d9f8b6c5", "6c9f7d5b8d"]),
        random.pick(&["x2x1z", "b9g23"])
    );
    match random.below(3) {
        0 => format!("[FIRING:1] {alert} (prod {pod} critical)"),
        1 => format!(
            "{{\"status\":\"firing\",\"labels\":{{\"alertname\":\"{alert}\",\"namespace\":\"prod\",\"pod\":\"{pod}\",\"severity\":\"critical\"}},\
             \"startsAt\":\"2026-11-24T03:12:09.118Z\"}}"
        ),
        _ => format!(
            "Labels:\n - alertname = {alert}\n - instance = 10.0.7.3:9100\n - pod = {pod}\n - severity = warning"
        ),
    }
}

/// A line as it would be copied: with a time before it and an id behind.
fn pasted_log(line: &str, random: &mut Random) -> String {
    let id = random.pick(&[
        "550e8400-e29b-41d4-a716-446655440000",
        "0xc0003f2a40",
        "trace=9f86d081884c7d65",
    ]);
    match random.below(2) {
        0 => format!("2026-11-24T03:12:09.118Z backend-7d9f8b6c5-x2x1z {line} {id}"),
        _ => format!("Nov 24 03:12:09 ip-10-0-7-3 app[2817]: {line} ({id})"),
    }
}

fn code_lines(source: &Source) -> Vec<String> {
    let runs = source
        .units
        .iter()
        .flat_map(|unit| &unit.runs)
        .filter(|run| run.field == Field::Code);
    let lines = runs
        .flat_map(|run| run.text.lines())
        .map(|line| line.trim().trim_start_matches("$ ").to_string());
    lines
        .filter(|line| words(line).count() >= 4 && line.len() <= 300 && !line.starts_with('#'))
        .collect()
}

fn is_command(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    [
        "kubectl",
        "oc",
        "etcdctl",
        "aws",
        "curl",
        "psql",
        "helm",
        "redis-cli",
        "journalctl",
        "docker",
        "terraform",
        "git",
    ]
    .contains(&first)
}

fn is_log(line: &str) -> bool {
    let lower = line.to_lowercase();
    !is_command(line)
        && [
            "error", "fail", "warn", "level=", "timeout", "refused", "denied", "killed", "crash",
        ]
        .iter()
        .any(|word| lower.contains(word))
}
