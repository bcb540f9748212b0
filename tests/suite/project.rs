//! A runbook folder made for one test.

use breakglass::site::{App, Site, cache, compile, config, source};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary runbook folder; it goes when the value does.
pub struct Project {
    dir: tempfile::TempDir,
}

impl Project {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// The runbook folder.
    pub fn runbooks(&self) -> PathBuf {
        self.dir.path().join("runbooks")
    }

    /// A path beside the runbook folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file of the runbook folder.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.runbooks().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Compiles the folder.
    pub fn site(&self) -> Site {
        site(&self.runbooks(), &self.app())
    }

    /// Runs git beside the runbook folder, as somebody with a name, at noon (UTC) of a day.
    pub fn git(&self, args: &[&str], day: &str) {
        let date = format!("{day}T12:00:00Z");
        let output = Command::new("git")
            .current_dir(self.dir.path())
            .args([
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@shop.example",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// A folder that looks like an app to the generator.
    pub fn app(&self) -> PathBuf {
        let app = self.dir.path().join("app");
        for (path, text) in [
            ("app.js", "export default 1;"),
            ("app_bg.wasm", "wasm"),
            ("runner.js", "export default 2;"),
            ("runner_bg.wasm", "runner"),
            ("wizard.js", "export default 3;"),
            ("wizard_bg.wasm", "wizard"),
            ("boot.js", "import(\"./app.js\"); \"./app_bg.wasm\""),
            ("styles/main.css", "@import \"./base.css\";\n"),
            ("styles/base.css", "/* x */ body { margin: 0 }\n"),
            ("styles/app.css", "nav { margin: 0 }\n"),
            ("icons/icon.svg", "<svg/>"),
        ] {
            let path = app.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        app
    }
}

/// Compiles any folder.
pub fn site(runbooks: &Path, app: &Path) -> Site {
    let sources = source::read(runbooks).unwrap();
    let config = config::read(&sources.root).unwrap();
    let app = App::read(app).unwrap();
    compile(&sources, &config, &app, &mut cache::Cache::default()).unwrap()
}

/// The text of a file of the site.
pub fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    let bytes = site
        .output
        .get(path)
        .unwrap_or_else(|| panic!("no {path} among {:?}", site.output.keys()));
    std::str::from_utf8(bytes).unwrap()
}

/// A page of the site with all of its values in quotes, as the templates write them.
pub fn html(site: &Site, path: &str) -> String {
    let mut out = String::new();
    for (number, part) in text(site, path).split('<').enumerate() {
        if number == 0 {
            continue;
        }
        let (mut tag, after) = part.split_once('>').unwrap_or((part, ""));
        out.push('<');
        while let Some((name, rest)) = tag.split_once('=') {
            let end = match rest.strip_prefix('"') {
                Some(quoted) => quoted.find('"').map_or(rest.len(), |end| end + 2),
                None => rest.find([' ', '\n']).unwrap_or(rest.len()),
            };
            let (value, next) = rest.split_at(end);
            out.push_str(&format!("{name}=\"{}\"", value.trim_matches('"')));
            tag = next;
        }
        out.push_str(&format!("{tag}>{after}"));
    }
    out
}

/// The findings of a site as `path:line:column code`.
pub fn findings(site: &Site) -> Vec<String> {
    let mut out = Vec::new();
    for report in &site.reports {
        let index = breakglass::text::LineIndex::new(&report.text);
        for diagnostic in &report.diagnostics {
            let place = index.locate(&report.text, diagnostic.span.start);
            out.push(format!(
                "{}:{}:{} {}",
                report.path, place.line, place.column, diagnostic.rule.name
            ));
        }
    }
    out
}

/// The program, beside the runbook folder.
fn program(project: &Project, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_breakglass"));
    command
        .current_dir(project.beside("."))
        .env("BREAKGLASS_APP", project.app())
        .env_remove("NO_COLOR")
        .env_remove("TRUNK_STAGING_DIR")
        .args(args);
    command
}

/// Runs the program beside the runbook folder.
pub fn breakglass(project: &Project, args: &[&str]) -> Output {
    program(project, args).output().unwrap()
}

/// The result of a run of the program.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a run of the program said beside its result.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The program is refused with a word where its result cannot be written, as on a full disk.
#[cfg(target_os = "linux")]
#[track_caller]
pub fn refuses_a_full_disk(project: &Project, args: &[&str]) {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program(project, args).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    let told = stderr(&output);
    assert!(told.contains("cannot write to standard output"), "{args:?}: {told}");
}
