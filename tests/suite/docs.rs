//! What README.md and docs/ tell people to type works, and their links lead somewhere.
//!
//! Fences marked `sh` or `console` are run, file by file, line by line, in a folder with `runbooks/` and `rules/`. Lines that
//! cannot be run here stand in [`NOT_RUN`], word by word.

use crate::project::Project;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is not run: programs and hosts that a test cannot count on, and this project's own long targets.
const NOT_RUN: [&str; 10] = [
    "make serve",
    "make test",
    "make lint",
    "make bench",
    "make dist",
    "helm template monitoring ./chart | breakglass alerts -",
    "breakglass check runbooks --format json | jq -e '.summary.errors == 0'",
    "BREAKGLASS_ADDRESS=:8080 BREAKGLASS_BASE=/ops/runbooks/ BREAKGLASS_ROOT=/srv/runbooks caddy run --adapter caddyfile --config /srv/runbooks/deploy/Caddyfile",
    "aws s3 sync dist/assets s3://BUCKET/ops/runbooks/assets --cache-control \"public, max-age=31536000, immutable\"",
    "aws s3 sync dist s3://BUCKET/ops/runbooks --exclude \"assets/*\" --cache-control no-cache --delete",
];

const RULES: &str = "groups:\n- name: host\n  rules:\n  - alert: HighCPUUsage\n    expr: cpu > 1\n  - alert: Unknown\n    expr: up == 0\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README.md, the other texts at the top, and docs/*.md; the generated list of rules shows runbooks, no commands.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| !path.ends_with("rules.md"))
        .collect();
    found.push(root().join("README.md"));
    found.sort();
    found
}

/// The commands of a text, continued lines joined; of a session, what follows the prompts.
fn commands(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut language = None;
    let mut goes_on = false;
    for line in text.lines() {
        if let Some(info) = line.strip_prefix("```") {
            language = language.is_none().then(|| info.to_string());
            continue;
        }
        let line = match language.as_deref() {
            Some("sh" | "bash" | "shell") => line,
            Some("console") => match line.strip_prefix("$ ") {
                Some(line) => line,
                None => continue,
            },
            _ => continue,
        };
        let (line, more) = line
            .trim()
            .strip_suffix('\\')
            .map_or((line.trim(), false), |line| (line.trim(), true));
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => *last = format!("{last} {line}"),
            None if line.is_empty() || line.starts_with('#') => {}
            None => found.push(line.to_string()),
        }
        goes_on = more;
    }
    found
}

/// `line` without the remark at its end.
fn plain(line: &str) -> &str {
    line.split_once("  #").map_or(line, |(command, _)| command).trim()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target)
        } else {
            fs::copy(&path, &target).map(drop).unwrap()
        }
    }
}

/// A folder as a reader of the docs has it.
struct Desk {
    project: Project,
    path: String,
}

impl Desk {
    fn new() -> Self {
        let project = Project::new(&[]);
        copy(&root().join("runbooks"), &project.runbooks());
        fs::create_dir_all(project.beside("rules")).unwrap();
        fs::write(project.beside("rules/host.yaml"), RULES).unwrap();
        let bin = project.beside("bin");
        fs::create_dir_all(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_breakglass"), bin.join("breakglass")).unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        Self { project, path }
    }

    fn shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .current_dir(self.project.beside("."))
            .env("PATH", &self.path)
            .env("BREAKGLASS_APP", self.project.app())
            .stdin(Stdio::null());
        command
    }

    /// Runs a line to its end; findings are an answer, too.
    fn run(&self, line: &str) {
        let output = self.shell(line).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        let findings = ["check", "alerts", "review"]
            .iter()
            .any(|name| line.contains(&format!("breakglass {name}")));
        let code = output.status.code();
        assert!(
            code == Some(0) || (code == Some(1) && findings),
            "`{line}` ended with {code:?}: {error}"
        );
    }

    /// Starts the server and waits for its address.
    fn serve(&self, line: &str) {
        let mut server = self
            .shell(&format!("exec {line} --addr 127.0.0.1:0"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = |stream: Box<dyn std::io::Read + Send>, sender: std::sync::mpsc::Sender<String>| {
            std::thread::spawn(move || {
                BufReader::new(stream)
                    .lines()
                    .map_while(Result::ok)
                    .for_each(|line| drop(sender.send(line)))
            });
        };
        let (sender, receiver) = std::sync::mpsc::channel();
        lines(Box::new(server.stdout.take().unwrap()), sender.clone());
        lines(Box::new(server.stderr.take().unwrap()), sender);
        let mut said = Vec::new();
        let found = receiver.iter().any(|line| {
            said.push(line.clone());
            line.contains("http://127.0.0.1:")
        });
        server.kill().unwrap();
        server.wait().unwrap();
        assert!(found, "`{line}` served nothing: {}", said.join("\n"));
    }
}

#[test]
fn every_command_works() {
    let mut not_run = BTreeSet::new();
    let mut run = 0;
    for document in documents() {
        let desk = Desk::new();
        for line in commands(&fs::read_to_string(&document).unwrap()) {
            if NOT_RUN.contains(&line.as_str()) || NOT_RUN.contains(&plain(&line)) {
                not_run.insert(plain(&line).to_string());
                continue;
            }
            println!("{}: {line}", document.display());
            if plain(&line).starts_with("breakglass serve") {
                desk.serve(plain(&line));
            } else {
                desk.run(&line);
            }
            run += 1;
        }
    }
    assert!(run >= 12, "{run}");
    let listed: BTreeSet<String> = NOT_RUN.iter().map(|line| plain(line).to_string()).collect();
    let idle: Vec<&String> = listed.difference(&not_run).collect();
    assert!(idle.is_empty(), "no document has them any more: {idle:?}");
}

/// Docker looks for the file from where it runs, not from the folder that it is given.
#[test]
fn the_image_is_made_from_a_file_of_the_site() {
    let text = fs::read_to_string(root().join("docs/hosting.md")).unwrap();
    let (_, rest) = text.split_once("`docker build -f ").unwrap();
    let file = rest.split(' ').next().unwrap();
    let desk = Desk::new();
    desk.run("breakglass build runbooks --out dist");
    assert!(desk.project.beside(file).is_file(), "{file}");
}

#[test]
fn every_target_of_make_that_is_named_exists() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for line in commands(&text) {
            if let Some(target) = plain(&line).strip_prefix("make ") {
                let name = target.split_whitespace().next().unwrap();
                assert!(
                    makefile.contains(&format!("\n{name}:")),
                    "{}: make {name}",
                    document.display()
                );
            }
        }
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut links = 0;
    for document in documents().into_iter().chain([root().join("ARCHITECTURE.md")]) {
        let text = fs::read_to_string(&document).unwrap();
        let mut fenced = false;
        for line in text.lines() {
            fenced ^= line.trim_start().starts_with("```");
            for part in line.split("](").skip(1).filter(|_| !fenced) {
                let target = part.split([')', ' ']).next().unwrap();
                let path = target.split('#').next().unwrap();
                if path.is_empty() || target.contains("://") || line.contains("`[") {
                    continue;
                }
                assert!(
                    document.with_file_name(path).exists(),
                    "{}: {target}",
                    document.display()
                );
                links += 1;
            }
        }
    }
    assert!(links >= 40, "{links}");
}

#[test]
fn from_the_readme_one_reaches_every_document() {
    let index = fs::read_to_string(root().join("docs/README.md")).unwrap();
    assert!(
        fs::read_to_string(root().join("README.md"))
            .unwrap()
            .contains("(docs/README.md)")
    );
    for document in documents() {
        let name = document.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            document.ends_with("README.md") || index.contains(&format!("({name})")),
            "{name}"
        );
    }
    assert!(index.contains("(rules.md)"));
}
