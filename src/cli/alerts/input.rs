//! Rule files from disk and from standard input.

use crate::alerts::{RuleFile, rules};
use crate::diagnostic::Diagnostic;
use crate::text::Span;
use anyhow::{Context, Result};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A file as it was read.
pub struct Input {
    /// Where it lies; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it says.
    pub file: RuleFile,
    /// Whether the user named this very file.
    pub named: bool,
}

/// Endings of files that are read in a folder.
const ENDINGS: [&str; 5] = ["yaml", "yml", "json", "rules", "rule"];

/// Files larger than this are not read: the largest rendered charts have some megabytes.
const LARGEST: u64 = 64 << 20;

/// How standard input is named.
const STDIN: &str = "stdin";

/// How a user names it.
pub const DASH: &str = "-";

/// An argument as a sentence names it.
pub fn name(argument: &Path) -> String {
    if argument.as_os_str() == DASH {
        "standard input".to_string()
    } else {
        argument.display().to_string()
    }
}

/// Reads files, folders and standard input, in the order of the arguments; each file once.
///
/// # Errors
/// When a path does not exist or cannot be read.
pub fn read(arguments: &[PathBuf]) -> Result<Vec<Input>> {
    let mut out: Vec<Input> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for argument in arguments {
        if argument.as_os_str() == DASH {
            if seen.insert(argument.clone()) {
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .read_to_end(&mut bytes)
                    .context("cannot read standard input")?;
                out.push(input(None, bytes, true));
            }
            continue;
        }
        let metadata = std::fs::metadata(argument).with_context(|| format!("cannot read {}", argument.display()))?;
        let named = !metadata.is_dir();
        let paths = if named { vec![argument.clone()] } else { walk(argument)? };
        for path in paths {
            let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
            if seen.insert(identity) {
                out.push(open(path, named)?);
            }
        }
    }
    Ok(out)
}

fn open(path: PathBuf, named: bool) -> Result<Input> {
    let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
    if size > LARGEST {
        let mut large = input(Some(path), Vec::new(), named);
        large.file.diagnostics.push(Diagnostic::new(
            rules::RULES_UNREADABLE,
            Span::at(0),
            format!("the file has {size} bytes, more than the {LARGEST} that are read"),
        ));
        return Ok(large);
    }
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(input(Some(path), bytes, named))
}

/// The files of a folder, in order. Links out of it are not followed.
fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).sort_by_file_path(Path::cmp).build() {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let ending = entry
            .path()
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            out.push(entry.into_path());
        }
    }
    Ok(out)
}

fn input(path: Option<PathBuf>, bytes: Vec<u8>, named: bool) -> Input {
    let name = path.as_deref().map_or_else(
        || STDIN.to_string(),
        |path| path.strip_prefix(".").unwrap_or(path).display().to_string(),
    );
    let file = parse(&name, &bytes);
    Input {
        path,
        bytes,
        file,
        named,
    }
}

/// Reads bytes. What is not UTF-8 is said, and read as far as it goes.
fn parse(name: &str, bytes: &[u8]) -> RuleFile {
    let problem = |message: String, at: usize| Diagnostic::new(rules::RULES_UNREADABLE, Span::at(at), message);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let mut file = RuleFile::read(name, "");
        let what = problem("the file is UTF-16; Prometheus reads UTF-8 only".to_string(), 0);
        file.diagnostics
            .push(what.help("PowerShell writes UTF-16 behind `>`; pipe through `Out-File -Encoding utf8`"));
        return file;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => RuleFile::read(name, text),
        Err(error) => {
            // One for one, so that offsets stay true.
            let mut patched = bytes.to_vec();
            while let Err(error) = std::str::from_utf8(&patched) {
                let (from, length) = (error.valid_up_to(), error.error_len());
                let to = length.map_or(patched.len(), |length| from + length);
                patched.get_mut(from..to).unwrap_or_default().fill(b'_');
            }
            let text = String::from_utf8(patched).unwrap_or_default();
            let mut file = RuleFile::read(name, &text);
            let at = error.valid_up_to();
            file.diagnostics
                .insert(0, problem("bytes that are not UTF-8".to_string(), at));
            file
        }
    }
}
