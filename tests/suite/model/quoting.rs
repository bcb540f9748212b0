//! Filled commands run through the real shell: every value arrives as it is, and nothing else runs.

use breakglass::markdown;
use breakglass::runbook::fill::{Refusal, fill};
use std::collections::BTreeMap;
use std::process::Command;

/// Values that break naive quoting. A shell that ran one of the commands in them would make a file.
const HOSTILE: [&str; 52] = [
    "plain",
    "a b",
    "  leading and trailing  ",
    "it's",
    "''",
    "'",
    "\"",
    "\"\"",
    "a\"b'c",
    "\\",
    "\\\\",
    "ends with \\",
    "\\'",
    "\\\"",
    "$HOME",
    "${HOME}",
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    "\"; touch pwned; \"",
    "; touch pwned",
    "& touch pwned &",
    "| touch pwned",
    "&& touch pwned",
    "> pwned",
    "< /etc/passwd",
    "$(touch pwned",
    "`",
    "``",
    "$",
    "$$",
    "$((1+1))",
    "!!",
    "!touch",
    "a!b\"c",
    "*",
    "?",
    "[a-z]",
    "{a,b}",
    "~",
    "~root",
    "#comment",
    "-rf",
    "--help",
    "a=b",
    "%s%n",
    "\\n\\t",
    "EOF",
    "<<EOF",
    "é ü 日本 🔥",
    "a;b|c&d>e<f(g)h",
    "x'$(touch pwned)'\"`touch pwned`\"",
];

/// Places, each a script that prints exactly the value and a line end.
const PLACES: [(&str, &str); 17] = [
    ("bare", "printf '%s\\n' ${X}"),
    ("bare, without braces", "printf '%s\\n' $X"),
    ("bare, in angle brackets", "printf '%s\\n' <x>"),
    ("bare, in mustaches", "printf '%s\\n' {{x}}"),
    ("within a word", "printf '%s\\n' --name=${X} | sed 's/^--name=//'"),
    ("assignment", "A=${X}\nprintf '%s\\n' \"$A\""),
    ("double quotes", "printf '%s\\n' \"${X}\""),
    (
        "double quotes within a word",
        "printf '%s\\n' \"(${X})\" | sed 's/^(//; s/)$//'",
    ),
    ("single quotes", "printf '%s\\n' '${X}'"),
    ("single quotes, in angle brackets", "printf '%s\\n' '<x>'"),
    ("here-document", "cat <<END\n${X}\nEND"),
    ("here-document, quoted", "cat <<'END'\n${X}\nEND"),
    ("here-document, indented", "cat <<-END\n\t${X}\n\tEND"),
    (
        "command substitution",
        "A=$(printf '%s.' ${X})\nprintf '%s\\n' \"${A%.}\"",
    ),
    (
        "command substitution in quotes",
        "A=\"$(printf '%s.' \"${X}\")\"\nprintf '%s\\n' \"${A%.}\"",
    ),
    ("backticks", "A=`printf '%s.' ${X}`\nprintf '%s\\n' \"${A%.}\""),
    (
        "backticks in quotes",
        "A=\"`printf '%s.' '${X}'`\"\nprintf '%s\\n' \"${A%.}\"",
    ),
];

fn bash(folder: &std::path::Path, script: &str) -> String {
    let output = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", script])
        .current_dir(folder)
        .output()
        .expect("bash runs");
    assert!(
        output.status.success(),
        "{script}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn hostile_values_arrive_unchanged() {
    for (place, script) in PLACES {
        let document = markdown::read(&format!("```bash\n{script}\n```\n"));
        let command = &document.runbook().commands[0];
        assert_eq!(command.placeholders.len(), 1, "{place}: {:?}", command.placeholders);
        // One shell for all values of a place: each filled script in a function of its own would change what is
        // tested, so they follow each other, and a line between them tells them apart.
        let mut all = String::new();
        let mut expected = String::new();
        for value in HOSTILE {
            let values = BTreeMap::from([("x".to_string(), value.to_string())]);
            all.push_str(&fill(command, &values).unwrap_or_else(|error| panic!("{place}: {value}: {error}")));
            all.push_str("\nprintf '%s\\n' -----\n");
            expected.push_str(&format!("{value}\n-----\n"));
        }
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(bash(folder.path(), &all), expected, "{place}");
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("readable").collect();
        assert!(left.is_empty(), "{place}: something ran: {left:?}");
    }
}

#[test]
fn history_expansion_finds_nothing() {
    let document = markdown::read("```bash\nprintf '%s\\n' \"${X}\" ${X} '${X}'\n```\n");
    let command = &document.runbook().commands[0];
    for value in ["!!", "a!b", "!touch", "x ! y"] {
        let values = BTreeMap::from([("x".to_string(), value.to_string())]);
        let filled = fill(command, &values).expect("filled");
        let folder = tempfile::tempdir().expect("a folder");
        let script = format!("set -H -o history\n{filled}\n");
        assert_eq!(bash(folder.path(), &script), format!("{value}\n").repeat(3), "{value}");
    }
}

#[test]
fn a_place_that_another_program_reads_takes_plain_values_only() {
    for script in [
        "sh -c \"echo ${X}\"",
        "sh -c 'echo ${X}'",
        "ssh host \"echo ${X}\"",
        "ssh host echo ${X}",
        "psql -c \"SELECT '${X}'\"",
        "psql <<EOF\nSELECT '${X}';\nEOF",
        "bash <<EOF\necho ${X}\nEOF",
        "kubectl exec pod -- sh -c \"echo ${X}\"",
        "eval \"echo ${X}\"",
        "watch \"echo ${X}\"",
        "echo $((${X} + 1))",
        "echo it's ${X}",
        "sed \"s/a/${X}/\" file",
        "sudo bash -c \"echo ${X}\"",
        "echo 'echo ${X}' | bash",
        "printf \"SELECT '${X}'\" | sudo -u postgres psql",
        "trap 'echo ${X}' EXIT",
        "parallel 'echo ${X}' ::: 1",
        "pdsh -w host echo ${X}",
        "tmux send-keys 'echo ${X}' Enter",
        "salt '*' cmd.run 'echo ${X}'",
        "script -c 'echo ${X}' /dev/null",
        "vagrant ssh -c 'echo ${X}'",
        "at now <<EOF\necho ${X}\nEOF",
        "awk -F ':' \"/${X}/ {print}\" file",
    ] {
        let document = markdown::read(&format!("```bash\n{script}\n```\n"));
        let command = &document.runbook().commands[0];
        let fill = |value: &str| fill(command, &BTreeMap::from([("x".to_string(), value.to_string())]));
        let error = fill("a; b").expect_err(script);
        assert!(
            error
                .refused
                .iter()
                .any(|(name, why)| name == "X" && *why == Refusal::Characters),
            "{script}: {error}"
        );
        assert!(fill("web-1.prod").is_ok(), "{script}");
    }
}

#[test]
fn what_a_terminal_acts_on_is_refused() {
    let document = markdown::read("```bash\necho \"${X}\"\n```\n");
    let command = &document.runbook().commands[0];
    for value in [
        "a\nb",
        "a\rb",
        "a\tb",
        "\u{1b}[2J",
        "a\u{0}b",
        "\u{7f}",
        "\u{202e}txt",
        "\u{2066}x",
        "\u{200f}",
        "\u{2028}",
        "\u{85}",
    ] {
        let error = fill(command, &BTreeMap::from([("x".to_string(), value.to_string())])).expect_err(value);
        assert_eq!(error.refused, [("X".to_string(), Refusal::Control)], "{value:?}");
    }
}
