//! What `docs/ci.md` and `.pre-commit-hooks.yaml` tell others to run exists.

use std::path::Path;
use std::process::Command;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_command_in_them_is_understood() {
    let docs = text("docs/ci.md") + &text(".pre-commit-hooks.yaml");
    let mut commands = 0;
    for line in docs.lines() {
        let Some((_, rest)) = line.split_once("breakglass check") else {
            continue;
        };
        // Code spans and pipes end the command.
        let rest = rest.split(['`', '|', '>']).next().unwrap_or("");
        let args: Vec<&str> = rest
            .split_whitespace()
            .filter(|arg| arg.starts_with("--") || ["github", "json", "sarif"].contains(arg))
            .collect();
        let output = Command::new(env!("CARGO_BIN_EXE_breakglass"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["check", "runbooks/high-cpu-usage.md"])
            .args(args.iter().filter(|arg| **arg != "--fix"))
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        commands += 1;
    }
    assert!(commands >= 8, "{commands}");
}

#[test]
fn the_yaml_is_yaml() {
    let hooks: Vec<std::collections::BTreeMap<String, serde_json::Value>> =
        serde_saphyr::from_str(&text(".pre-commit-hooks.yaml")).unwrap();
    assert_eq!(hooks.len(), 2);
    for hook in &hooks {
        for key in ["id", "name", "entry", "language"] {
            assert!(hook.contains_key(key), "{key}");
        }
    }
    for block in text("docs/ci.md").split("```yaml\n").skip(1) {
        let yaml = block.split("```").next().unwrap();
        // The second GitLab block goes on from the first.
        let yaml = if yaml.starts_with(' ') {
            format!("runbooks:\n{yaml}")
        } else {
            yaml.to_string()
        };
        let value: serde_json::Value = serde_saphyr::from_str(&yaml).unwrap_or_else(|error| panic!("{error}:\n{yaml}"));
        assert!(value.is_object());
    }
}
