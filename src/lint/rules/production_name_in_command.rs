//! Destructive commands that are aimed at production by name.

use super::command_text::{dangerous, destructive};
use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::runs;
use crate::text::Span;

lint! {
    /// Destructive commands that are aimed at production by name.
    "BG082" "production-name-in-command" Warning, Check::File(check),
    what: "A destructive command that names a production environment instead of taking it from a variable.",
    why: "Pasted in a drill, or for the staging system, it destroys the wrong one. A variable is asked for, and shown before the copy.",
    bad: "# T\n\n## Resolution\n\nThis deletes all sessions; they come back by themselves.\n\n```bash\nkubectl delete namespace shop-production\n```\n",
    good: "# T\n\n## Resolution\n\nThis deletes all sessions; they come back by themselves.\n\n```bash\nkubectl delete namespace \"${NAMESPACE}\"\n```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for (_, command) in destructive(file) {
        let Some(code) = file.code_at(command.span) else {
            continue;
        };
        for (line, span) in dangerous(code).into_iter().flatten() {
            let Some((word, place)) = production(line, span) else {
                continue;
            };
            let finding = Diagnostic::new(RULE, place, format!("this destructive command names `{word}` itself"));
            out.push(
                finding.help("put a variable there (`${NAMESPACE}`), and say in the text which value is production's"),
            );
            break;
        }
    }
}

/// The first argument with a part that names production.
fn production(line: &str, span: Span) -> Option<(&str, Span)> {
    const WORDS: [&str; 4] = ["prod", "production", "prd", "live"];
    let argument = |c: char| !c.is_whitespace() && !"\"'`;|&()=,".contains(c);
    let line_text = line.split_once(" #").map_or(line, |(text, _)| text);
    runs(line_text, argument).into_iter().find_map(|range| {
        let word = line.get(range.clone())?;
        // An option is no name, and in `${PROD_NS}` the reader chooses.
        if word.starts_with('-') || word.contains(['$', '<', '{']) {
            return None;
        }
        let hit = word.split(|c: char| !c.is_alphanumeric()).any(|part| {
            let part = part.to_lowercase();
            WORDS.contains(&part.as_str())
        });
        let place = Span::new(span.start + range.start, span.start + range.end);
        hit.then_some((word, place))
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn only_arguments_of_destructive_commands() {
        let with = |command: &str| format!("# T\n\n## Resolution\n\n```bash\n{command}\n```\n");
        check(
            "production-name-in-command",
            &with("kubectl delete pvc data -n prod"),
            &["prod"],
        );
        check("production-name-in-command", &with("kubectl get pods -n prod"), &[]);
        check(
            "production-name-in-command",
            &with("kubectl delete pvc \"$PROD_PVC\" # in prod"),
            &[],
        );
        check(
            "production-name-in-command",
            &with("kubectl delete pvc product-cache"),
            &[],
        );
    }
}
