//! The program: exit codes, messages, what it leaves on disk.

use crate::project::{Project, breakglass, stderr};
use std::path::Path;
use std::process::Command;

fn home(out: &Path) -> String {
    std::fs::read_to_string(out.join("index.html")).unwrap()
}

#[test]
fn build_makes_a_site_and_says_so() {
    let project = Project::new(&[("a.md", "# A\n")]);
    let output = breakglass(&project, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("1 runbook in dist"), "{}", stderr(&output));
    assert!(home(&project.beside("dist")).contains("r/a/index.html"));
}

#[test]
fn findings_are_printed_with_file_line_and_column_and_do_not_fail_the_build() {
    let project = Project::new(&[("a.md", "# A\n\nSee [x](slwo.md) \x1b[31m.\n"), ("slow.md", "# S\n")]);
    let output = breakglass(&project, &["build", "runbooks", "--out", "site"]);
    assert_eq!(output.status.code(), Some(0));
    let message = stderr(&output);
    assert!(
        message.contains("runbooks/a.md:3:5: error: [BG020] the runbook `slwo.md` does not exist"),
        "{message}"
    );
    assert!(message.contains("did you mean `slow.md`?"), "{message}");
    assert!(
        !message.contains('\x1b'),
        "control characters of content are escaped: {message:?}"
    );
}

#[test]
fn strict_refuses_and_keeps_the_previous_site() {
    let project = Project::new(&[("a.md", "# Old\n")]);
    assert_eq!(breakglass(&project, &["build"]).status.code(), Some(0));
    let before = home(&project.beside("dist"));
    project.write("a.md", "# New\n\n[x](gone.md)\n");
    let output = breakglass(&project, &["build", "--strict"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(home(&project.beside("dist")), before);
    assert_eq!(breakglass(&project, &["build"]).status.code(), Some(0));
}

#[test]
#[cfg(unix)]
fn a_place_that_is_a_link_to_nowhere_is_named() {
    let project = Project::new(&[("a.md", "# A\n")]);
    std::os::unix::fs::symlink("gone", project.beside("dist")).unwrap();
    let output = breakglass(&project, &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("is a link that leads nowhere"),
        "{}",
        stderr(&output)
    );
}

/// What a terminal would obey is escaped in JSON, too, and says the same.
#[test]
fn json_on_a_terminal_is_harmless() {
    let owner = "t\u{9b}31m\u{202e}\u{7f}";
    let source = format!(
        "---\nowner: \"{owner}\"\nlast_updated: 2020-01-01\nreview_cycle: monthly\n---\n# B{owner}x\n\n## Symptoms\n\n- evil {owner} word\n"
    );
    let rules = format!("groups:\n- name: a\n  rules:\n  - alert: \"B{owner}\"\n    expr: up\n");
    let project = Project::new(&[("b.md", &source)]);
    std::fs::write(project.beside("rules.yml"), rules).unwrap();
    for args in [
        &["search", "evil", "--format", "json"][..],
        &["review", "--format", "json"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["alerts", "rules.yml", "--format", "json"],
    ] {
        let output = breakglass(&project, args);
        let text = String::from_utf8(output.stdout).unwrap();
        let obeyed = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(obeyed), "{args:?}: {text:?}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        if args[0] == "review" {
            assert!(value.to_string().contains(owner), "{text}");
        }
    }
}

#[test]
fn wrong_usage_is_two_and_loses_nothing() {
    let project = Project::new(&[("a.md", "# A\n")]);
    std::fs::create_dir(project.beside("mine")).unwrap();
    std::fs::write(project.beside("mine/x"), "mine").unwrap();
    for (args, message) in [
        (&["build", "nowhere"][..], "cannot read the runbook folder nowhere"),
        (&["build", "--out", "mine"], "was not made by breakglass"),
        (&["build", "--out", "runbooks"], "holds the runbooks"),
        (&["build", "--out", "."], "holds the runbooks"),
        (&["build", "--app", "nowhere"], "nowhere is not complete"),
        (&["build", "nowhere"], "give the one that holds the runbooks"),
        (&["build", "--bogus"], "unexpected argument"),
        (&["serve", "--addr", "9000"], "give an address with a port, such as"),
        (&["serve", "--base", "/a/../b"], "give a path such as"),
    ] {
        let output = breakglass(&project, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(message), "{args:?}: {}", stderr(&output));
    }
    assert_eq!(std::fs::read_to_string(project.beside("mine/x")).unwrap(), "mine");
}

#[test]
fn a_folder_without_runbooks_is_named() {
    let project = Project::new(&[("note.txt", "")]);
    std::fs::write(project.beside("rules.yml"), "groups:\n- name: a\n  rules: []\n").unwrap();
    for args in [
        &["build"][..],
        &["check"],
        &["review"],
        &["search", "x"],
        &["alerts", "rules.yml"],
    ] {
        let output = breakglass(&project, args);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {message}");
        assert!(message.contains("runbooks: no runbooks in it\n"), "{args:?}: {message}");
    }
    project.write("a.md", "# A\n");
    assert!(!stderr(&breakglass(&project, &["build"])).contains("no runbooks"));
}

#[cfg(unix)]
#[test]
fn a_configuration_that_leads_nowhere_is_not_passed_over() {
    let project = Project::new(&[("a.md", "# A\n")]);
    std::os::unix::fs::symlink("gone.toml", project.runbooks().join("breakglass.toml")).unwrap();
    let output = breakglass(&project, &["build"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("breakglass.toml"), "{}", stderr(&output));
}

#[test]
fn a_time_that_is_none_is_refused() {
    let project = Project::new(&[("a.md", "# A\n")]);
    // The last two have no year of four digits.
    let times = [
        ("yesterday", 2),
        ("1700000000", 0),
        ("", 0),
        ("253402300800", 2),
        ("-99999999999", 2),
    ];
    for (time, code) in times {
        let output = Command::new(env!("CARGO_BIN_EXE_breakglass"))
            .current_dir(project.beside("."))
            .env("BREAKGLASS_APP", project.app())
            .env("SOURCE_DATE_EPOCH", time)
            .arg("build")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{time}: {}", stderr(&output));
        assert_eq!(
            stderr(&output).contains(&format!("SOURCE_DATE_EPOCH is \"{time}\"")),
            code == 2
        );
    }
}

#[test]
fn a_broken_configuration_is_named_with_its_place() {
    let project = Project::new(&[("a.md", "# A\n"), ("breakglass.toml", "[site]\ntitel = \"x\"\n")]);
    let output = breakglass(&project, &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("breakglass.toml:2:1: "), "{}", stderr(&output));
}

#[test]
fn only_trunk_may_hand_over_an_unmarked_folder() {
    let project = Project::new(&[("a.md", "# A\n")]);
    let staging = project.beside("staging");
    std::fs::create_dir(&staging).unwrap();
    std::fs::write(staging.join("index.html"), "trunk's").unwrap();
    assert_eq!(
        breakglass(&project, &["build", "--out", "staging"]).status.code(),
        Some(2)
    );
    let output = Command::new(env!("CARGO_BIN_EXE_breakglass"))
        .current_dir(project.beside("."))
        .env("TRUNK_STAGING_DIR", &staging)
        .args(["build", "--out", "staging", "--app"])
        .arg(project.app())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(home(&staging).contains("r/a/"));
}

#[test]
fn help_has_an_example_for_every_command() {
    let project = Project::new(&[]);
    for args in [
        &["--help"][..],
        &["build", "--help"],
        &["serve", "--help"],
        &["completions", "--help"],
    ] {
        let output = breakglass(&project, args);
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("Example: breakglass"),
            "{args:?}"
        );
    }
}

#[test]
fn completions_are_scripts_that_know_the_commands() {
    let project = Project::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = breakglass(&project, &["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(script.contains("strict"), "{shell}");
        if shell == "bash" {
            let file = project.beside("completions.bash");
            std::fs::write(&file, script).unwrap();
            let syntax = Command::new("bash").arg("-n").arg(&file).status().unwrap();
            assert!(syntax.success());
        }
    }
    assert_eq!(breakglass(&project, &["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn a_site_inside_the_runbook_folder_is_no_source() {
    let project = Project::new(&[("a.md", "# A\n")]);
    for _ in 0..2 {
        let output = breakglass(&project, &["build", "runbooks", "--out", "runbooks/site"]);
        assert!(stderr(&output).contains("1 runbook in"), "{}", stderr(&output));
    }
}

#[test]
fn strict_refuses_what_check_finds() {
    let key = "AKIA2E0A8F3B244C9986";
    let project = Project::new(&[(
        "a.md",
        &format!("# A\n\n## Resolution\n\n```bash\nexport AWS_ACCESS_KEY_ID={key}\n```\n"),
    )]);
    let output = breakglass(&project, &["build", "--strict"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("BG090"), "{}", stderr(&output));
    assert!(!project.beside("dist").exists());
}

#[test]
fn the_last_line_of_a_build_says_that_check_finds_more() {
    let good = std::fs::read_to_string("runbooks/high-cpu-usage.md").unwrap();
    for (name, text, wanted) in [
        ("a.md", good.as_str(), ""),
        ("a.md", "# A\n\n## Impact\n\nTODO\n", "; `breakglass check` finds more"),
        (
            "a.md",
            "# A\n\n## Resolution\n\n```bash\nexport AWS_ACCESS_KEY_ID=AKIA2E0A8F3B244C9986\n```\n",
            "; `breakglass check` finds more, errors among them",
        ),
        ("README.md", "# R\n\nTODO\n", "; `breakglass check` finds more"),
        ("README.md", "# R\n\n[x](gone.md)\n", ""),
    ] {
        let project = Project::new(&[(name, text)]);
        let output = breakglass(&project, &["build"]);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{message}");
        let last = message.lines().last().unwrap();
        let (_, rest) = last.split_once(" warnings").expect(last);
        let (rest, _) = rest.rsplit_once(" (").expect(last);
        assert_eq!(rest, wanted, "{message}");
    }
}

#[test]
fn a_single_file_takes_no_other_files_place() {
    let project = Project::new(&[("a.md", "# A\n")]);
    let runbook = project.beside("runbooks/a.md");
    let output = breakglass(&project, &["build", "--single-file", "runbooks/a.md"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("was not made by --single-file"),
        "{}",
        stderr(&output)
    );
    assert_eq!(std::fs::read_to_string(&runbook).unwrap(), "# A\n");
    assert!(!project.beside("dist").exists());
    // Its own it replaces.
    for _ in 0..2 {
        let output = breakglass(&project, &["build", "--single-file", "all.html"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

#[test]
fn a_mistyped_owner_and_a_folder_without_rules_are_errors() {
    let project = Project::new(&[("a.md", "# A\n\ntext\n\n---\n\n**Owner**: Database Team\n")]);
    let output = breakglass(&project, &["review", "runbooks", "--owner", "Databse Team"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("did you mean `Database Team`?"),
        "{}",
        stderr(&output)
    );
    let output = breakglass(&project, &["review", "runbooks", "--owner", "database team"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = breakglass(&project, &["alerts", "runbooks", "--src", "runbooks"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("no alert rules in runbooks"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn compressing_says_that_it_works_and_what_it_is_at() {
    let project = Project::new(&[("a.md", &["# A\n\n", &"words ".repeat(400)].concat())]);
    let output = breakglass(&project, &["build", "--precompress"]);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{message}");
    let begins = message.find("compressing ").expect(&message);
    let ends = message.find("1 runbook in dist").expect(&message);
    assert!(
        begins < message.find(" %").expect(&message) && begins < ends,
        "{message}"
    );
    assert!(!stderr(&breakglass(&project, &["build"])).contains("compress"));
}

#[test]
fn every_build_has_the_file_that_github_pages_looks_for() {
    let project = Project::new(&[("a.md", "# A\n")]);
    for _ in 0..2 {
        assert_eq!(breakglass(&project, &["build", "--precompress"]).status.code(), Some(0));
        assert_eq!(std::fs::read(project.beside("dist/.nojekyll")).unwrap(), b"");
    }
    // It is nothing that browsers ask for: the offline copy does not.
    let worker = std::fs::read_to_string(project.beside("dist/sw.js")).unwrap();
    assert!(!worker.contains("nojekyll"));
}
