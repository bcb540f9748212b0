//! Allowances: HTML comments by which an author says that a finding is meant to be.
//!
//! - `<!-- breakglass-allow rule-name: reason -->` before a block covers that block; behind text on a line it covers
//!   the line. Several rules are separated by commas; codes serve as well as names.
//! - `<!-- breakglass-allow-file rule-name: reason -->` covers the whole file.
//!
//! An allowance without a reason, for a rule that does not exist, or without effect is itself a finding.

use super::registry::{self, Check, lint};
use super::{File, Options};
use crate::diagnostic::{Diagnostic, Fix, Rule, TextEdit};
use crate::text::Span;

/// What such a comment begins with.
pub const MARK: &str = "breakglass-allow";

/// An allowance for one rule.
#[derive(Debug)]
struct Allowance {
    rule: &'static Rule,
    comment: Span,
    name: Span,
    /// What it covers.
    covers: Span,
    is_used: bool,
}

/// Takes the findings out that are allowed, and returns what there is to say about the allowances. `complete` says that
/// every rule has looked, so that one without effect can be told.
pub fn apply(file: &File<'_>, findings: &mut Vec<Diagnostic>, options: &Options, complete: bool) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if !file.source.contains(MARK) || file.document.prepared.is_plain {
        return out;
    }
    let mut allowances = read(file, &mut out);
    findings.retain(|finding| {
        let mut kept = true;
        for allowance in &mut allowances {
            let here = allowance.covers.start <= finding.span.start && finding.span.start <= allowance.covers.end;
            if here && allowance.rule == finding.rule {
                allowance.is_used = true;
                kept = false;
            }
        }
        kept
    });
    if complete {
        for allowance in allowances.iter().filter(|allowance| !allowance.is_used) {
            if !options.is_off(allowance.rule) {
                out.push(unused(file, allowance));
            }
        }
    }
    out
}

/// The allowances of a file. What is wrong with them goes to `out`; those without a reason allow nothing.
fn read(file: &File<'_>, out: &mut Vec<Diagnostic>) -> Vec<Allowance> {
    let mut allowances = Vec::new();
    let source = file.source;
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find("<!--")) {
        let start = from + at;
        let inner_start = start + "<!--".len();
        let Some(length) = source.get(inner_start..).and_then(|rest| rest.find("-->")) else {
            break;
        };
        let comment = Span::new(start, inner_start + length + "-->".len());
        let inner = source.get(inner_start..inner_start + length).unwrap_or("");
        // A comment begins in raw HTML; the same characters in code are text.
        let is_comment = file.in_html(start);
        from = if is_comment { comment.end } else { inner_start };
        let Some(rest) = inner.trim_start().strip_prefix(MARK).filter(|_| is_comment) else {
            continue;
        };
        let (whole, rest) = match rest.strip_prefix("-file") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        if !rest.is_empty() && !rest.starts_with([':', ' ', '\t', '\r', '\n']) {
            continue;
        }
        let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let covers = if whole {
            Span::new(0, source.len())
        } else {
            covered(file, comment)
        };
        let names_start = inner_start + (inner.len() - rest.len());
        one(
            file,
            comment,
            covers,
            (names, names_start),
            reason.trim(),
            &mut allowances,
            out,
        );
    }
    allowances
}

/// Reads the names of one comment.
fn one(
    file: &File<'_>,
    comment: Span,
    covers: Span,
    (names, start): (&str, usize),
    reason: &str,
    allowances: &mut Vec<Allowance>,
    out: &mut Vec<Diagnostic>,
) {
    let mut offset = start;
    let mut any = false;
    for part in names.split(',') {
        let name = part.trim();
        let begin = offset + (part.len() - part.trim_start().len());
        offset += part.len() + 1;
        if name.is_empty() {
            continue;
        }
        any = true;
        let place = Span::new(begin, begin + name.len());
        match registry::find(name) {
            Some(rule) if !reason.is_empty() => allowances.push(Allowance {
                rule,
                comment,
                name: place,
                covers,
                is_used: false,
            }),
            Some(_) => {}
            None => out.push(unknown(name, place)),
        }
    }
    if !any {
        let finding = Diagnostic::new(unknown::RULE, comment, "this allowance names no rule");
        out.push(finding.help(format!("write `<!-- {MARK} rule-name: reason -->`")));
    } else if reason.is_empty() {
        let _ = file;
        let finding = Diagnostic::new(
            without_reason::RULE,
            comment,
            "an allowance without a reason allows nothing",
        );
        out.push(finding.help("say behind a colon why this is meant to be, for whoever reviews the runbook"));
    }
}

fn unknown(name: &str, place: Span) -> Diagnostic {
    let near = crate::text::nearest::nearest(name, registry::ALL.iter().map(|entry| entry.rule.name));
    let finding = Diagnostic::new(unknown::RULE, place, format!("there is no rule `{name}`"));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(Fix {
            title: format!("Name `{near}`"),
            edits: vec![TextEdit::replace(place, near)],
            safe: false,
        }),
        None => finding.help("`breakglass check --explain all` lists the rules"),
    }
}

fn unused(file: &File<'_>, allowance: &Allowance) -> Diagnostic {
    let message = format!(
        "nothing here is a finding of `{}`, so the allowance does nothing",
        allowance.rule.name
    );
    let finding = Diagnostic::new(unused::RULE, allowance.name, message).help("remove it");
    let alone = file
        .source
        .get(allowance.comment.start..allowance.comment.end)
        .is_some_and(|text| !text.split(':').next().unwrap_or("").contains(','));
    if !alone {
        return finding;
    }
    finding.fix(Fix {
        title: "Remove the allowance".to_string(),
        edits: vec![TextEdit::delete(with_line(file.source, allowance.comment))],
        safe: false,
    })
}

/// The comment, with its whole line where nothing else stands there.
fn with_line(source: &str, comment: Span) -> Span {
    if !comment.is_alone(source) {
        return comment;
    }
    let lines = comment.with_lines(source);
    // With the end of its line, if it has one.
    Span::new(lines.start, source.len().min(lines.end + 1))
}

/// What an allowance in this comment covers: its line where text stands before it, else the block behind it.
fn covered(file: &File<'_>, comment: Span) -> Span {
    let source = file.source;
    let line = comment.with_lines(source);
    let before = source.get(line.start..comment.start).unwrap_or("");
    let first = before.trim_matches([' ', '\t', '>']);
    if !first.is_empty() && !is_list_marker(first) {
        return line;
    }
    let from = file.blocks.partition_point(|block| block.start < comment.end);
    let behind = file.blocks.get(from..).unwrap_or(&[]);
    let next = behind
        .iter()
        .find(|block| file.html_in(Span::new(block.start, block.start + 1)).next().is_none());
    match next {
        Some(block) => Span::new(comment.start, super::file::trim_end(source, *block).end),
        None => Span::new(comment.start, line.end),
    }
}

fn is_list_marker(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "-" | "*" | "+") || text.trim_end_matches(['.', ')']).bytes().all(|b| b.is_ascii_digit())
}

/// An allowance that gives no reason.
pub mod without_reason {
    use super::*;
    lint! {
        /// An allowance that gives no reason.
        "BG100" "allow-without-reason" Warning, Check::Elsewhere,
        what: "An allowance comment that does not say why.",
        why: "Whoever reviews the runbook next must be able to tell a considered exception from a silenced alarm. \
              Without a reason the allowance has no effect.",
        bad: "# T\n\n<!-- breakglass-allow image-without-alt -->\n![](a.png)\n",
        good: "# T\n\n<!-- breakglass-allow image-without-alt: the next sentence says what it shows -->\n![](https://example.org/a.png)\n",
        fix: "",
    }
}

/// An allowance that takes nothing out.
pub mod unused {
    use super::*;
    lint! {
        /// An allowance that takes nothing out.
        "BG101" "allow-unused" Warning, Check::Elsewhere,
        what: "An allowance comment where the rule it names has nothing to say.",
        why: "It would hide the next real finding at this place.",
        bad: "# T\n\n<!-- breakglass-allow image-without-alt: it is decoration -->\nText.\n",
        good: "# T\n\nText.\n",
        fix: "",
    }
}

/// An allowance for a rule that does not exist.
pub mod unknown {
    use super::*;
    lint! {
        /// An allowance for a rule that does not exist.
        "BG102" "allow-unknown-rule" Warning, Check::Elsewhere,
        what: "An allowance comment that names no rule, or one that does not exist.",
        why: "It does nothing, though its author thinks it does.",
        bad: "# T\n\n<!-- breakglass-allow image-without-alts: it is decoration -->\nText.\n",
        good: "# T\n\nText.\n",
        fix: "",
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::names;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let found: Vec<&str> = names(source)
            .into_iter()
            .filter(|name| name.starts_with("allow") || *name == "image-without-alt")
            .collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn an_allowance_covers_the_next_block() {
        let allow = "<!-- breakglass-allow image-without-alt: decoration -->";
        check(&format!("{allow}\n![](a.png)\n"), &[]);
        check(
            &format!("{allow}\n\n![](a.png)\n\n![](b.png)\n"),
            &["image-without-alt"],
        );
        check(&format!("- x\n\n  {allow}\n\n  ![](a.png)\n"), &[]);
        check(&format!("{allow}\n\n- ![](a.png)\n- ![](b.png)\n"), &[]);
    }

    #[test]
    fn or_its_line_or_the_file() {
        let allow = "<!-- breakglass-allow BG024: decoration -->";
        check(&format!("a ![](a.png) {allow}\nb ![](a.png)\n"), &["image-without-alt"]);
        check(
            "# T\n\n![](a.png)\n\n<!-- breakglass-allow-file dead-link, image-without-alt: decoration -->\n",
            &["allow-unused"],
        );
    }

    #[test]
    fn code_is_no_comment() {
        check(
            "```\n<!-- breakglass-allow x -->\n```\n\n`<!-- breakglass-allow x -->`\n",
            &[],
        );
    }

    #[test]
    fn what_is_wrong_with_an_allowance_is_a_finding() {
        check(
            "<!-- breakglass-allow image-without-alt -->\n![](a.png)\n",
            &["allow-without-reason", "image-without-alt"],
        );
        check(
            "<!-- breakglass-allow image-without-alt: x -->\nText.\n",
            &["allow-unused"],
        );
        check(
            "<!-- breakglass-allow nonsense: x -->\nText.\n",
            &["allow-unknown-rule"],
        );
        check("<!-- breakglass-allow: x -->\nText.\n", &["allow-unknown-rule"]);
    }
}
