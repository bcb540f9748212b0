//! What the template left.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Options;
use crate::lint::file::{Code, File, Leaf, LeafKind, Piece, is_template};
use crate::lint::registry::{Check, lint};
use crate::lint::words::runs;
use crate::runbook::SectionKind;
use crate::text::Span;

lint! {
    /// What the template left.
    "BG073" "placeholder-left" Warning, Check::File(check),
    what: "Text that only stands for text: `[Contact]`, `TODO`, `XXX`, `YYYY-MM-DD`, `1-800-XXX-XXXX`, or \"Check PagerDuty\" \
           where a person should be named. In Escalation it is an error. `allow` under `[placeholders]` \
           lists texts that are none.",
    why: "The runbook looks finished and is not. Found at night, a gap is worse than a missing page, because time went into \
          reading up to it.",
    bad: "# T\n\n## Symptoms\n\n- Symptom 1\n\n## Resolution\n\nRestart it.\n\n## Escalation\n\n- **L1 Support**: [Contact]\n- **Vendor**: 1-800-XXX-XXXX\n",
    good: "# T\n\n## Symptoms\n\n- The basket spins\n\n## Resolution\n\nRestart it.\n\n## Escalation\n\n- **L1 Support**: `#service-desk`\n",
    fix: "",
}

/// Findings of one file: a page that is all template needs no hundred of them.
const MOST: usize = 50;

fn check(file: &File<'_>, options: &Options, out: &mut Vec<Diagnostic>) {
    if is_template(file.path) {
        return;
    }
    let mut found: Vec<(Span, String, &'static str)> = Vec::new();
    for leaf in &file.leaves {
        if found.len() >= MOST {
            break;
        }
        // Contact lists of the index are read in an emergency; what it says about writing runbooks is not.
        leaf_findings(file, leaf, &mut found);
    }
    for code in file.codes.iter().filter(|code| code.is_command()) {
        code_findings(code, &mut found);
    }
    if let Some(front) = &file.document.prepared.front_matter {
        for value in front.entries.iter().flat_map(|entry| &entry.values) {
            if is_bracketed(&value.value) && !value.value.contains(',') && has_template_word(&value.value) {
                found.push((value.span, value.value.clone(), FILL_IN));
            }
        }
    }
    for (span, text, help) in found {
        let plain = text.trim_matches(['[', ']']).to_lowercase();
        if options
            .allowed
            .iter()
            .any(|allowed| plain == *allowed || text.eq_ignore_ascii_case(allowed))
        {
            continue;
        }
        let mut finding = Diagnostic::new(RULE, span, format!("`{text}` is left to be filled in"));
        if file.is_runbook() && file.section_at(span.start) == SectionKind::Escalation {
            finding.severity = Severity::Error;
        }
        out.push(finding.help(help));
    }
}

const FILL_IN: &str = "write what belongs here, or take the line out";
const NAME_THEM: &str = "name the schedule with a link, or the person with a number";

fn leaf_findings(file: &File<'_>, leaf: &Leaf<'_>, found: &mut Vec<(Span, String, &'static str)>) {
    let before = found.len();
    for piece in leaf.pieces.iter().filter(|piece| !piece.is_code) {
        brackets(file, leaf, piece, found);
        marks(piece, found);
    }
    if found.len() > before {
        return;
    }
    let text = leaf.text();
    if is_from_template(file, leaf, &text) {
        found.push((leaf_span(file, leaf), text.trim().to_string(), FILL_IN));
    } else if defers(leaf, &text)
        && let Some(piece) = leaf.pieces.last()
    {
        let start = piece.text.rfind(": ").map_or(0, |at| at + 2);
        let start = start
            + piece
                .text
                .get(start..)
                .map_or(0, |value| value.len() - value.trim_start().len());
        let place = piece.place(start..piece.text.trim_end().len().max(start));
        found.push((place, place.of(file.source).to_string(), NAME_THEM));
    }
}

/// Comments of a command that ask for it: `# Commands`, `# TODO: …`.
fn code_findings(code: &Code<'_>, found: &mut Vec<(Span, String, &'static str)>) {
    const ASKING: [&str; 8] = [
        "command",
        "commands",
        "your command",
        "your command here",
        "command here",
        "add command",
        "add commands here",
        "...",
    ];
    let only_comments = code
        .lines
        .iter()
        .all(|(line, _)| line.trim().is_empty() || line.trim_start().starts_with('#'));
    for (line, span) in &code.lines {
        let Some(comment) = line.trim_start().strip_prefix('#').map(str::trim) else {
            continue;
        };
        let marked = ["TODO", "FIXME", "TBD", "XXX"].iter().any(|mark| {
            comment
                .strip_prefix(mark)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let plain = comment.trim_matches(['[', ']', '<', '>', '.', ':']).to_lowercase();
        if marked || only_comments && ASKING.contains(&plain.as_str()) {
            let lead = line.len() - line.trim_start().len();
            found.push((
                Span::new(span.start + lead, span.start + line.trim_end().len()),
                comment.to_string(),
                FILL_IN,
            ));
        }
    }
}

fn leaf_span(file: &File<'_>, leaf: &Leaf<'_>) -> Span {
    crate::lint::file::trim_end(file.source, leaf.span)
}

/// `[Contact]`: brackets that are no link, with a template's words or alone as the value of a line.
fn brackets(file: &File<'_>, leaf: &Leaf<'_>, piece: &Piece<'_>, found: &mut Vec<(Span, String, &'static str)>) {
    if piece.in_link {
        return;
    }
    let text = piece.text.as_ref();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('[')).map(|at| from + at) {
        let Some(close) = text.get(open..).and_then(|rest| rest.find(']')).map(|at| open + at + 1) else {
            break;
        };
        from = close;
        let whole = text.get(open..close).unwrap_or("");
        let after = text.get(close..).unwrap_or("");
        if !is_bracketed(whole) || after.starts_with(['(', '[', ':']) {
            continue;
        }
        let head = text.get(..open).unwrap_or("").trim_end();
        let alone = after.trim().is_empty()
            // A word in brackets that is all of an item may be there for the reader to say.
            && (head == ":"
                || has_template_word(whole) && (head.ends_with(':') || head.is_empty() && is_value(leaf, piece)))
            && !matches!(leaf.kind, LeafKind::Cell);
        // In running prose a word in brackets may be meant for the reader to fill in as he speaks.
        let explicit = matches!(leaf.kind, LeafKind::Cell | LeafKind::Heading(_))
            || says_so(whole)
            || file.section_at(leaf.span.start) == SectionKind::Escalation;
        if alone || explicit && has_template_word(whole) {
            found.push((piece.place(open..close), whole.to_string(), FILL_IN));
        }
    }
}

/// Whether a piece is what stands behind `**Key**:` or makes up a list item or a heading.
fn is_value(leaf: &Leaf<'_>, piece: &Piece<'_>) -> bool {
    let first = leaf.pieces.first().is_some_and(|first| first.span == piece.span);
    first && (leaf.in_item || matches!(leaf.kind, LeafKind::Heading(_)))
}

/// `[Words of text]` that begin with a capital.
fn is_bracketed(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return false;
    };
    let plain = |c: char| c.is_alphanumeric() || " /-_'’.,&|:".contains(c);
    (2..=60).contains(&inner.len()) && inner.starts_with(|c: char| c.is_uppercase()) && inner.chars().all(plain)
}

/// Whether brackets hold a word that templates use for what goes there.
fn has_template_word(text: &str) -> bool {
    const WORDS: [&str; 38] = [
        "what",
        "who",
        "how",
        "which",
        "describe",
        "specific",
        "fill",
        "replace",
        "enter",
        "symptom",
        "contact",
        "contacts",
        "link",
        "name",
        "title",
        "description",
        "team",
        "number",
        "url",
        "email",
        "e-mail",
        "phone",
        "owner",
        "insert",
        "your",
        "yyyy",
        "tbd",
        "todo",
        "placeholder",
        "pattern",
        "patterns",
        "step",
        "p0",
        "hostname",
        "username",
        "date",
        "xxx",
        "value",
    ];
    crate::lint::words::words(text)
        .iter()
        .any(|word| WORDS.contains(&word.as_str()))
}

/// Whether brackets say that something is to be filled in.
fn says_so(text: &str) -> bool {
    let words = crate::lint::words::words(text);
    [
        "your",
        "insert",
        "yyyy",
        "tbd",
        "todo",
        "placeholder",
        "p0",
        "xxx",
        "enter",
    ]
    .iter()
    .any(|word| words.iter().any(|w| w == word))
}

/// `TODO`, `TBD`, `FIXME`, `XXX`, `YYYY-MM-DD`, numbers that go on in `X`.
fn marks(piece: &Piece<'_>, found: &mut Vec<(Span, String, &'static str)>) {
    let text = piece.text.as_ref();
    for run in runs(text, |c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+')) {
        let word = text.get(run.clone()).unwrap_or("");
        let bare = word.trim_matches('-');
        let is_mark = matches!(
            bare,
            "TODO" | "TBD" | "FIXME" | "XXX" | "XXXX" | "TODOs" | "YYYY-MM-DD" | "DD-MM-YYYY"
        );
        let is_number = bare.contains("XXX")
            && bare.contains('-')
            && bare
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'X' | b'-' | b'+'));
        let before = text.get(..run.start).and_then(|head| head.chars().next_back());
        let after = text.get(run.end..).and_then(|rest| rest.chars().next());
        // Parts of paths, names and addresses are none, and brackets are looked at elsewhere.
        let alone = !before.is_some_and(|c| "/.@<[{\\".contains(c)) && !after.is_some_and(|c| "/@>]}".contains(c));
        // `(TODO items are inline)` speaks of them.
        let told = before == Some('(') && after == Some(' ');
        if (is_mark || is_number) && alone && !told && bare != "TODOs" {
            found.push((piece.place(run), bare.to_string(), FILL_IN));
        }
    }
}

/// Lines that a template has to show where lines go: "Symptom 1", "Preventive measure 2", "Check metric X".
fn is_from_template(file: &File<'_>, leaf: &Leaf<'_>, text: &str) -> bool {
    const LINES: [&str; 12] = [
        "symptom",
        "action",
        "fix step",
        "preventive measure",
        "step",
        "check metric",
        "verify dashboard",
        "related runbook",
        "related documentation",
        "cause",
        "contact",
        "item",
    ];
    let text = text.trim().to_lowercase();
    let rest = |line: &str| text.strip_prefix(line).map(str::trim);
    let numbered = |rest: &str| {
        matches!(
            rest.trim_matches(['.', ':', '[', ']', ' ']),
            "1" | "2" | "3" | "4" | "5" | "x" | "y" | "n"
        )
    };
    leaf.in_item
        && file.profile != crate::lint::Profile::Index
        && LINES.iter().any(|line| rest(line).is_some_and(numbered))
}

/// "Check PagerDuty schedule" as the value of a line, without a link.
fn defers(leaf: &Leaf<'_>, text: &str) -> bool {
    const VERBS: [&str; 6] = ["check ", "see ", "refer to ", "look at ", "look up ", "consult "];
    const SERVICES: [&str; 7] = [
        "pagerduty",
        "opsgenie",
        "victorops",
        "on-call schedule",
        "oncall schedule",
        "squadcast",
        "the schedule",
    ];
    let value = text
        .rsplit_once(": ")
        .map_or(text, |(_, value)| value)
        .trim()
        .to_lowercase();
    let value = value.trim_end_matches('.');
    let Some(rest) = VERBS.iter().find_map(|verb| value.strip_prefix(verb)) else {
        return false;
    };
    let short = rest.split_whitespace().count() <= 5;
    let no_link = leaf.pieces.iter().all(|piece| !piece.in_link);
    let is_alone = leaf.in_item || leaf.kind == LeafKind::Cell || value.len() + 1 >= text.trim().len();
    is_alone
        && short
        && no_link
        && SERVICES.iter().any(|service| rest.contains(service))
        && !crate::lint::words::reaches_someone(text)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, findings};

    #[test]
    fn brackets_that_are_no_links() {
        check(
            "placeholder-left",
            "# Runbook: [Issue Title]\n\n- **L1**: [Contact]\n- **Severity**: [P0/P1/P2/P3]\n",
            &["[Issue Title]", "[Contact]", "[P0/P1/P2/P3]"],
        );
        check(
            "placeholder-left",
            "- [Contact](a.md)\n- [x] done\n- a[i]\n- [sic]\n- `[Contact]`\n\n> [!NOTE]\n> x\n\nSee [1] and [RFC 2606].\n",
            &[],
        );
        check(
            "placeholder-left",
            "- **Dashboard**: [Grafana]\n- [Dashboard link]\n",
            &["[Grafana]", "[Dashboard link]"],
        );
        // What the reader says himself.
        check("placeholder-left", "- Say to all:\n  - [Impact]\n  - [Vector]\n", &[]);
    }

    #[test]
    fn templates_leave_open_what_they_should() {
        let source = "# T\n\n- **L1**: [Contact]\n";
        let of = |path: &str| {
            let found = crate::lint::testing::findings_with(path, source, &Default::default(), &Default::default());
            found.iter().any(|finding| finding.rule.name == "placeholder-left")
        };
        assert!(of("runbook-template.md") && of("db/slow.md") && !of("docs/templates/runbook.md"));
        check(
            "placeholder-left",
            "SCRIBE: [Takes attendance]\n\n(TODO items are inline):\n",
            &[],
        );
    }

    #[test]
    fn marks_of_unfinished_text() {
        check(
            "placeholder-left",
            "TODO: write this. Call 1-800-XXX-XXXX, XXX.\n",
            &["TODO", "1-800-XXX-XXXX", "XXX"],
        );
        check(
            "placeholder-left",
            "The file TODO.md, `TODO`, HTTP 5XX, a/XXX/b, sk-XXX.\n",
            &["TODO"],
        );
        check("placeholder-left", "**Last Updated**: YYYY-MM-DD\n", &["YYYY-MM-DD"]);
    }

    #[test]
    fn deferring_is_no_contact() {
        check(
            "placeholder-left",
            "- **Primary**: Check PagerDuty schedule\n- Check [PagerDuty](https://p.example.org)\n",
            &["Check PagerDuty schedule"],
        );
        check(
            "placeholder-left",
            "- Check PagerDuty for the incident's start time and write it down in the channel\n",
            &[],
        );
    }

    #[test]
    fn commands_that_are_to_be_written() {
        check(
            "placeholder-left",
            "```bash\n# Commands\n```\n\n```sh\n# TODO: the real one\nls\n```\n",
            &["# Commands", "# TODO: the real one"],
        );
        check(
            "placeholder-left",
            "```bash\n# Commands\nls # todo list\n```\n\n```yaml\n# TODO\n```\n",
            &[],
        );
    }

    #[test]
    fn in_escalation_it_is_an_error() {
        let source = "# T\n\n## Symptoms\n\n- Symptom 1\n\n## Diagnosis\n\nx\n\n## Escalation\n\n- **L1**: [Contact]\n";
        let found: Vec<_> = findings(source)
            .into_iter()
            .filter(|finding| finding.rule.name == "placeholder-left")
            .map(|finding| finding.severity.name())
            .collect();
        assert_eq!(found, ["warning", "error"]);
    }
}
