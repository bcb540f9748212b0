//! The example jobs of `docs/review.md`, run as they stand there, against a stand-in for the forge.

use crate::project::Project;
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The jobs: GitHub's, then GitLab's.
fn jobs() -> Vec<Value> {
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/review.md")).unwrap();
    let blocks = docs.split("```yaml\n").skip(1);
    // Fences inside a block are indented.
    blocks
        .map(|block| serde_saphyr::from_str(block.split("\n```").next().unwrap()).unwrap())
        .collect()
}

/// A folder with programs that stand in for others, before those of the machine.
struct Machine {
    project: Project,
    bin: PathBuf,
}

impl Machine {
    fn new(runbook: &str) -> Self {
        let project = Project::new(&[("cpu.md", runbook)]);
        let bin = project.beside("bin");
        std::fs::create_dir(&bin).unwrap();
        std::fs::create_dir(project.beside(".git")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_breakglass"), bin.join("breakglass")).unwrap();
        Self { project, bin }
    }

    /// A program that notes its arguments and the file it is given, and says that `open` is the open issue.
    fn add_gh(&self, open: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let script = format!(
            "#!/bin/sh\necho \"$GH_TOKEN|$*\" >> gh.log\nfor file; do :; done\ncase $2 in list) printf '%s' '{open}';; *) cp \"$file\" issue.md;; esac\n"
        );
        let path = self.bin.join("gh");
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn bash(&self, script: &str, env: &[(String, String)]) -> Output {
        let path = format!("{}:{}", self.bin.display(), std::env::var("PATH").unwrap());
        Command::new("bash")
            .args(["-e", "-o", "pipefail", "-c", script])
            .current_dir(self.project.beside("."))
            .env("PATH", path)
            .env("TZ", "UTC")
            .envs(env.iter().cloned())
            .output()
            .unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.project.beside(name)).unwrap_or_default()
    }
}

/// Runs the steps of GitHub's job; the last one's output, where one fails.
fn run_steps(machine: &Machine) -> Result<(), Output> {
    let job = &jobs()[0];
    let steps = job["jobs"]["review"]["steps"].as_array().unwrap();
    std::fs::write(machine.project.beside("output"), "").unwrap();
    let mut ran = 0;
    for step in steps {
        let Some(script) = step["run"]
            .as_str()
            .filter(|script| !script.starts_with("cargo install"))
        else {
            continue;
        };
        if let Some(condition) = step["if"].as_str() {
            let (name, value) = condition.split_once(" == ").unwrap();
            let name = name.strip_prefix("steps.review.outputs.").unwrap();
            let wanted = format!("{name}={}", value.trim_matches('\''));
            if !machine.read("output").lines().any(|line| line == wanted) {
                continue;
            }
        }
        let mut env = vec![("GITHUB_OUTPUT".to_string(), "output".to_string())];
        for (key, value) in step["env"].as_object().into_iter().flatten() {
            env.push((
                key.clone(),
                value.as_str().unwrap().replace("${{ github.token }}", "secret"),
            ));
        }
        let output = machine.bash(script, &env);
        if !output.status.success() {
            return Err(output);
        }
        ran += 1;
    }
    assert!(ran > 0);
    Ok(())
}

const OVERDUE: &str = "# High CPU\n\n## Symptoms\n\nHot.\n\n---\n\n**Last Updated**: 2024-02-29\n**Owner**: Platform\n**Review Cycle**: Yearly\n";

/// Due in some hundred years.
const SETTLED: &str =
    "---\nnext_review: 2126-01-01\nlast_updated: 2025-01-01\nowner: Platform\n---\n# High CPU\n\n## Symptoms\n\nHot.\n";

#[test]
fn an_issue_is_opened_and_then_rewritten() {
    let machine = Machine::new(OVERDUE);
    machine.add_gh("");
    run_steps(&machine).unwrap_or_else(|output| panic!("{output:?}"));
    let log = machine.read("gh.log");
    let calls: Vec<&str> = log.lines().collect();
    assert!(calls[0].starts_with("secret|issue list --state open"), "{calls:?}");
    assert_eq!(
        calls[1],
        "secret|issue create --title Runbooks due for review --body-file body.md"
    );
    assert_eq!(calls.len(), 2);
    let issue = machine.read("issue.md");
    assert!(issue.starts_with("```\n") && issue.ends_with("```\n"), "{issue}");
    assert!(
        issue.contains("Platform\n  2025-02-28  ") && issue.contains("High CPU  runbooks/cpu.md"),
        "{issue}"
    );

    machine.add_gh("17");
    run_steps(&machine).unwrap_or_else(|output| panic!("{output:?}"));
    assert_eq!(
        machine.read("gh.log").lines().last().unwrap(),
        "secret|issue edit 17 --body-file body.md"
    );
}

#[test]
fn where_nothing_is_due_there_is_no_issue() {
    let machine = Machine::new(SETTLED);
    machine.add_gh("");
    run_steps(&machine).unwrap_or_else(|output| panic!("{output:?}\n{}", machine.read("due.txt")));
    assert_eq!(machine.read("output"), "status=0\n", "{}", machine.read("due.txt"));
    assert_eq!(machine.read("gh.log"), "");
}

#[test]
fn a_job_that_cannot_do_its_work_fails() {
    let machine = Machine::new(SETTLED);
    machine.add_gh("");
    std::fs::write(machine.project.beside("breakglass.toml"), "[review]\ncycle = 7\n").unwrap();
    let output = run_steps(&machine).unwrap_err();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("breakglass.toml:2:9"), "{message}");
    assert_eq!(machine.read("gh.log"), "");
}

/// Answers one request as the forge's interface does, and hands over what was asked: its first line, its token, its form.
fn stand_in() -> (String, std::thread::JoinHandle<(String, String, String)>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = Vec::new();
        let mut piece = [0; 4096];
        let (head, form) = loop {
            let count = stream.read(&mut piece).unwrap();
            bytes.extend_from_slice(&piece[..count]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, form)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
                if count == 0 || length.is_some_and(|length: usize| form.len() >= length) {
                    break (head.to_string(), form.to_string());
                }
            }
        };
        stream
            .write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            .unwrap();
        let first = head.lines().next().unwrap().to_string();
        let token = head
            .lines()
            .find(|line| line.to_lowercase().starts_with("private-token:"));
        (first, token.unwrap_or_default().to_string(), form)
    });
    (address, answer)
}

#[test]
fn the_other_forge_is_asked_by_http() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: curl is not there");
        return;
    }
    let job = &jobs()[1];
    let lines: Vec<&str> = job["review"]["script"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    let script = lines.join("\n");
    let machine = Machine::new(OVERDUE);
    let (address, answer) = stand_in();
    let env = [
        ("CI_API_V4_URL", address.as_str()),
        ("CI_PROJECT_ID", "42"),
        ("REVIEW_TOKEN", "secret"),
        ("no_proxy", "127.0.0.1"),
    ]
    .map(|(key, value)| (key.to_string(), value.to_string()));
    let output = machine.bash(&script, &env);
    assert!(output.status.success(), "{output:?}");
    let (first, token, form) = answer.join().unwrap();
    assert_eq!(first, "POST /projects/42/issues HTTP/1.1");
    assert!(token.ends_with("secret"), "{token}");
    let decoded = breakglass::text::percent::decode(&form.replace('+', " "));
    assert!(
        decoded.starts_with("title=Runbooks due for review&description=~~~\n"),
        "{decoded}"
    );
    assert!(decoded.contains("High CPU  runbooks/cpu.md"), "{decoded}");

    // Nothing due: nothing asked, and the job succeeds.
    let settled = Machine::new(SETTLED);
    let nobody = env.map(|(key, value)| {
        if key == "CI_API_V4_URL" {
            (key, "http://127.0.0.1:1".into())
        } else {
            (key, value)
        }
    });
    let output = settled.bash(&script, &nobody);
    assert!(output.status.success(), "{output:?}");
}
