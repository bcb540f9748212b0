//! The corpora: real ones where they are at hand, the project's own runbooks, and a thousand made of these.

use breakglass::search::{Engine, Index, Source};
use breakglass::site::cache::Cache;
use breakglass::site::catalog::Catalog;
use breakglass::site::{Report, search, source};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Corpora that generated runbooks are made of.
const POOL: [&str; 4] = ["cloudnative-pg", "modernisation-platform", "own", "prometheus-operator"];

pub struct Corpus {
    pub name: String,
    pub sources: Vec<Source>,
    pub bytes: Vec<u8>,
    pub built: Duration,
    /// The file of hand-written questions, where there is one.
    pub questions: Option<PathBuf>,
}

impl Corpus {
    pub fn engine(&self) -> Engine {
        Engine::new(Index::open(&self.bytes).unwrap())
    }

    fn new(name: &str, sources: Vec<Source>, questions: Option<PathBuf>) -> Self {
        let started = Instant::now();
        let bytes = search::encode(&sources, &[]);
        Self {
            name: name.to_string(),
            bytes,
            built: started.elapsed(),
            sources,
            questions,
        }
    }
}

/// All corpora that are at hand.
pub fn all() -> Vec<Corpus> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("benches/search/queries");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let text: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let below = text["corpus"].as_str().unwrap();
        let dir = if below.is_empty() {
            root.join("runbooks")
        } else {
            root.join("../shared/corpora").join(below)
        };
        if !dir.is_dir() {
            println!("skipped: {below} is not at ../shared/corpora");
            continue;
        }
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        out.push(Corpus::new(&name, read(&dir), Some(file)));
    }
    if std::env::args().any(|arg| arg == "--real") {
        return out;
    }
    let generated = generated(&out, 1_000);
    out.push(Corpus::new("generated-1000", generated, None));
    if std::env::args().any(|arg| arg == "--large") {
        let generated = self::generated(&out, 10_000);
        out.push(Corpus::new("generated-10000", generated, None));
    }
    out
}

/// The runbooks below `dir` without the pages that only list others.
fn read(dir: &Path) -> Vec<Source> {
    let sources = source::read(dir).unwrap();
    let mut reports: Vec<Report> = sources
        .runbooks
        .iter()
        .chain(&sources.index)
        .map(|file| Report {
            path: file.path.clone(),
            text: file.text.clone(),
            diagnostics: Vec::new(),
        })
        .collect();
    let catalog = Catalog::new(
        &sources,
        &breakglass::runbook::Settings::default(),
        &mut Cache::default(),
        &mut reports,
    );
    let paths: Vec<&str> = sources.runbooks.iter().map(|file| file.path.as_str()).collect();
    search::sources(&catalog)
        .into_iter()
        .zip(paths)
        .filter(|(_, path)| !path.ends_with("_index.md") && !path.ends_with("README.md"))
        .map(|(source, _)| source)
        .collect()
}

/// `count` runbooks with the names of two real ones in one, and sections of others: like `make_corpus.py`, but from
/// whatever corpora are at hand. The same each time.
fn generated(real: &[Corpus], count: usize) -> Vec<Source> {
    let mut random = super::queries::Random::new(7);
    // The same ones whichever sets of questions are added, so that figures stay comparable.
    let pool: Vec<&Source> = real
        .iter()
        .filter(|corpus| POOL.contains(&corpus.name.as_str()))
        .flat_map(|corpus| &corpus.sources)
        .filter(|s| s.units.len() > 1)
        .collect();
    let mut taken = std::collections::HashSet::new();
    let mut out: Vec<Source> = Vec::new();
    while out.len() < count {
        let (a, b, shape) = (random.pick(&pool), random.pick(&pool), random.pick(&pool));
        let words = |source: &Source| -> Vec<String> {
            let words = breakglass::search::analyzer::words(&source.title);
            let words = words
                .flat_map(|range| breakglass::search::analyzer::parts(&source.title[range]))
                .collect::<Vec<_>>();
            words
                .into_iter()
                .map(|word| word[..1].to_uppercase() + &word[1..])
                .collect()
        };
        let ascii = |source: &Source| source.title.is_ascii();
        if !ascii(a) || !ascii(b) {
            continue;
        }
        let (first, second) = (words(a), words(b));
        let mut title = [&first[..first.len().div_ceil(2)], &second[second.len() / 2..]].concat();
        title.truncate(7);
        let mut title = title.concat();
        if !taken.insert(title.clone()) {
            title = format!("{title}{}", out.len());
        }
        let mut made = (*shape).clone();
        made.id = format!("x/{}", title.to_lowercase());
        made.title.clone_from(&title);
        made.alerts = vec![title.clone()];
        for unit in made.units.iter_mut().skip(1) {
            let other = random.pick(&pool);
            if let Some(same) = other
                .units
                .iter()
                .find(|other| other.kind == unit.kind && !other.heading.is_empty())
            {
                *unit = same.clone();
            }
        }
        if let Some(unit) = made.units.first_mut() {
            unit.runs.clear();
            for field in [
                breakglass::search::source::Field::Title,
                breakglass::search::source::Field::Alert,
            ] {
                unit.runs.push(breakglass::search::source::Run {
                    field,
                    text: title.clone(),
                });
            }
        }
        out.push(made);
    }
    out
}
