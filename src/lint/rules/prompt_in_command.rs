//! Prompts in front of commands.

use crate::diagnostic::{Diagnostic, Fix, TextEdit};
use crate::lint::Options;
use crate::lint::file::{Code, File};
use crate::lint::registry::{Check, lint};
use crate::markdown::commands::copy_text;
use crate::text::Span;

lint! {
    /// Prompts in front of commands.
    "BG085" "prompt-in-command" Info, Check::File(check),
    what: "A prompt (`$ `, `user@host:~$ `) in a block that is not marked as a terminal session.",
    why: "Breakglass leaves prompts out when it copies, but whoever selects the text by hand, or reads the page elsewhere, runs `$`.",
    bad: "# T\n\n## Diagnosis\n\n```bash\n$ kubectl get pods\n```\n",
    good: "# T\n\n## Diagnosis\n\n```console\n$ kubectl get pods\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    // An indented block has no place for a language.
    for code in file.codes.iter().filter(|code| code.is_command() && code.is_fenced) {
        if matches!(
            code.language.as_str(),
            "console" | "shell-session" | "shellsession" | "sh-session" | "terminal"
        ) {
            continue;
        }
        let Some((line, span)) = code.lines.iter().find(|(line, _)| is_prompted(line)) else {
            continue;
        };
        let lead = line.len() - line.trim_start().len();
        let first = line.trim_start().chars().next().map_or(0, char::len_utf8);
        let place = Span::new(span.start + lead, span.start + lead + first);
        let finding = Diagnostic::new(RULE, place, "this prompt is no part of the command")
            .help("leave it out, or name the block's language `console`");
        out.push(match as_session(file, code) {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}

fn is_prompted(line: &str) -> bool {
    let line = line.trim_start();
    let with_host = || {
        // `user@host:~$ ls`, `[root@host ~]# ls`.
        let (prompt, rest) = line.split_once("$ ").or_else(|| line.split_once("# "))?;
        let plain = |c: char| c.is_alphanumeric() || "@:~/._-[] ".contains(c);
        let is_prompt = prompt.contains('@')
            && prompt.ends_with(|c: char| !c.is_whitespace())
            && prompt.chars().all(plain)
            && prompt.split(' ').count() <= 2;
        is_prompt.then_some(rest)
    };
    let rest = line.strip_prefix("$ ").or_else(with_host);
    rest.is_some_and(|rest| !rest.trim().is_empty())
}

/// The change to a terminal session, where what is copied stays the same. It is only offered, because the page shows a
/// block's language.
fn as_session(file: &File<'_>, code: &Code<'_>) -> Option<Fix> {
    // A fence with more than a language says things that must stay.
    let info = code.info.of(file.source);
    if info.to_lowercase() != code.language {
        return None;
    }
    let text: String = code.lines.iter().map(|(line, _)| format!("{line}\n")).collect();
    let same = copy_text(&code.language, &text) == copy_text("console", &text);
    same.then(|| Fix {
        title: "Name the language `console`".to_string(),
        edits: vec![TextEdit::replace(code.info, "console")],
        safe: false,
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::{check, findings};
    use crate::text::edit::apply;

    #[test]
    fn sessions_may_have_prompts() {
        check("prompt-in-command", "Do:\n\n    $ kubectl get pods\n    a\n", &[]);
        check("prompt-in-command", "```console\n$ ls\na\n```\n", &[]);
        check(
            "prompt-in-command",
            "```bash\necho $HOME\nssh me@host ls # x\n```\n",
            &[],
        );
        check("prompt-in-command", "```bash\nme@web1:~$ ls\n```\n", &["m"]);
        check("prompt-in-command", "```bash\néva@web1:~$ ls\n```\n", &["é"]);
    }

    #[test]
    fn a_session_is_offered_where_the_copy_stays_the_same() {
        let offered = |source: &str| {
            let found = findings(source).into_iter().find(|finding| finding.rule == RULE);
            found
                .and_then(|finding| finding.fix)
                .and_then(|fix| apply(source, &fix.edits))
        };
        assert_eq!(
            offered("```bash\n$ ls\n```\n").as_deref(),
            Some("```console\n$ ls\n```\n")
        );
        assert_eq!(offered("```\n$ ls\n```\n").as_deref(), Some("```console\n$ ls\n```\n"));
        // The first line is not prompted, so the block is copied as it is; as a session only the second line would be.
        assert_eq!(offered("```bash\nls\n$ ls\n```\n"), None);
    }
}
