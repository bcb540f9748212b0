//! `breakglass new`.

use super::Outcome;
use super::args;
use super::render::{Printer, print};
use super::today::today;
use crate::markdown::outline::split_title;
use crate::markdown::write::{Draft, write};
use crate::runbook::{Kind, Settings, Severity};
use crate::site::config;
use crate::site::source::is_index;
use crate::text::slug::id_part;
use anyhow::{Context, Result, bail};
use std::io::Write as _;
use std::path::{Component, Path};

pub fn run(args: &args::New, printer: &Printer) -> Result<Outcome> {
    let title = args.title.split_whitespace().collect::<Vec<_>>().join(" ");
    // The page says that it is a runbook; the name need not.
    let title = split_title(&title).1.to_string();
    // "Runbook:" is what stands before a title.
    if title.is_empty() || split_title(&format!("{title} x")).1 == "x" {
        bail!("a runbook needs a title: breakglass new \"High CPU Usage\"");
    }
    let existed = args.dir.exists();
    std::fs::create_dir_all(&args.dir).with_context(|| format!("cannot make the folder {}", args.dir.display()))?;
    let root = args
        .dir
        .canonicalize()
        .with_context(|| format!("cannot read the runbook folder {}", args.dir.display()))?;
    let settings = config::read(&root)?.settings;
    let severity = args
        .severity
        .as_deref()
        .map(|text| severity(text, &settings))
        .transpose()?;
    let name = format!("{}.md", id_part(&title));
    if is_index(&name) {
        bail!("{name} is the folder's index and no runbook; give another title");
    }
    let path = args.dir.join(name);
    let draft = Draft {
        title: title.clone(),
        kind: args.kind.into(),
        severity: severity.clone().unwrap_or_default(),
        alerts: args.alert.clone(),
        owner: args.owner.clone().unwrap_or_default(),
        last_updated: today().map(|day| day.to_string()).unwrap_or_default(),
        ..Draft::default()
    };
    save(&path, &write(&draft))?;
    if !existed {
        printer.note(&format!("made the folder {}", args.dir.display()));
    }
    // The path alone goes to standard output, for `$EDITOR "$(breakglass new …)"`.
    print(&format!("{}\n", path.display()))?;
    for line in next(args, &path, &title, severity.as_deref()).lines() {
        printer.note(line);
    }
    Ok(Outcome::Success)
}

/// Writes a new file.
///
/// # Errors
/// When there already is one, or it cannot be written.
fn save(path: &Path, text: &str) -> Result<()> {
    let mut file = match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!(
                "{} already exists, and new never overwrites; give another title or another --dir",
                path.display()
            );
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
    };
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a runbook would be published, and would be in the way of the next try.
        let _ = std::fs::remove_file(path);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// `P1 - High`, in the team's words.
fn severity(text: &str, settings: &Settings) -> Result<String> {
    let Some(level) = settings.severity(text).or_else(|| Severity::read(text)) else {
        bail!("`{text}` is no severity; give P0 (worst) to P4");
    };
    Ok(format!("{} - {}", level.code(), settings.severity_word(level)))
}

/// A folder below the first of a relative path that `build` passes over. (An absolute path may lead through one that is
/// above the runbooks.)
fn passed_over(dir: &Path) -> Option<String> {
    let names = dir.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    let hidden = |name: &std::borrow::Cow<'_, str>| name.starts_with(['_', '.']);
    (dir.is_relative())
        .then(|| names.skip(1).find(hidden).map(|name| name.into_owned()))
        .flatten()
}

/// What to do next.
fn next(args: &args::New, path: &Path, title: &str, severity: Option<&str>) -> String {
    let mut out = format!(
        "Fill in what stands in square brackets; `breakglass check {}` lists what is left.",
        path.display()
    );
    if let Some(folder) = passed_over(&args.dir) {
        out.push_str(&format!(
            "\n`{folder}` begins with `{}`, so what is in it is not published; move the file when it is ready.",
            folder.get(..1).unwrap_or("")
        ));
    } else if args.dir.join("README.md").is_file() {
        let file = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let middle = match args.kind {
            args::NewKind::Procedure => "Procedure".to_string(),
            args::NewKind::Incident => severity
                .and_then(|text| text.split(' ').next())
                .unwrap_or("P…")
                .to_string(),
        };
        let title = title.replace('|', "\\|");
        out.push_str(&format!(
            "\nAdd it to the index, README.md: | [{title}]({file}) | {middle} | … |"
        ));
    }
    out
}

impl From<args::NewKind> for Kind {
    fn from(kind: args::NewKind) -> Self {
        match kind {
            args::NewKind::Incident => Self::Incident,
            args::NewKind::Procedure => Self::Procedure,
        }
    }
}
