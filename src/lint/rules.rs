//! One file for each rule: what it finds, why, examples, the check, its fix and its tests.

mod absolute_url_to_runbook;
mod alert_claimed_twice;
mod alert_differs_in_case;
mod alert_missing;
mod byte_order_mark;
mod carriage_return;
mod command_text;
// The index names contacts, and the wizard writes runbooks only: it need not carry a reader of hours.
#[cfg(not(target_arch = "wasm32"))]
mod contact_hours;
mod destructive_without_rollback;
mod destructive_without_warning;
mod emitted;
mod escalation_without_contact;
mod fake_contact;
mod html_id_twice;
mod image_without_alt;
mod invisible_character_in_command;
mod kind_unknown;
mod last_updated_in_future;
mod last_updated_missing;
mod last_updated_unreadable;
mod link_as_text;
mod list_restarts;
mod markdown_in_code;
mod owner_missing;
mod password_in_text;
mod password_in_url;
mod placeholder_left;
mod production_name_in_command;
mod prompt_in_command;
mod review_cycle_unknown;
mod secret_in_text;
mod section_empty;
mod section_missing;
mod section_out_of_order;
mod section_repeated;
mod severity_missing;
mod severity_unknown;
mod step_without_expected_result;
mod tab_in_command;
mod tab_in_text;
mod title_missing;
mod title_repeated;
mod typographic_character_in_command;
mod undefined_variable;
mod unquoted_variable;
mod verification_without_checks;

use super::Folder;
use super::allow;
use super::registry::Entry;
use crate::diagnostic::{Diagnostic, Rule, Severity};

/// Every rule, in code order.
pub const ALL: &[Entry] = &[
    emitted::FENCE_CLOSED_WITH_INFO,
    emitted::FENCE_NEVER_CLOSED,
    emitted::FRONT_MATTER_UNREADABLE,
    emitted::NOT_UTF8,
    emitted::FILE_TOO_LARGE,
    emitted::NESTED_TOO_DEEPLY,
    markdown_in_code::ENTRY,
    emitted::HTML_NOT_CARRIED,
    emitted::SCHEME_NOT_ALLOWED,
    emitted::TABLE_ROW_TOO_LONG,
    emitted::DEAD_LINK,
    emitted::DEAD_ANCHOR,
    emitted::LINK_NOT_PUBLISHED,
    absolute_url_to_runbook::ENTRY,
    image_without_alt::ENTRY,
    html_id_twice::ENTRY,
    link_as_text::ENTRY,
    emitted::INDEX_ROW_WITHOUT_RUNBOOK,
    emitted::RUNBOOK_NOT_INDEXED,
    emitted::SEVERITY_CONTRADICTS_INDEX,
    emitted::DUPLICATE_ID,
    alert_claimed_twice::ENTRY,
    alert_differs_in_case::ENTRY,
    emitted::LINK_LEAVES_FOLDER,
    emitted::FILE_UNREADABLE,
    section_missing::ENTRY,
    section_empty::ENTRY,
    section_repeated::ENTRY,
    section_out_of_order::ENTRY,
    title_missing::ENTRY,
    title_repeated::ENTRY,
    severity_missing::ENTRY,
    severity_unknown::ENTRY,
    alert_missing::ENTRY,
    owner_missing::ENTRY,
    last_updated_missing::ENTRY,
    last_updated_unreadable::ENTRY,
    last_updated_in_future::ENTRY,
    review_cycle_unknown::ENTRY,
    kind_unknown::ENTRY,
    step_without_expected_result::ENTRY,
    verification_without_checks::ENTRY,
    escalation_without_contact::ENTRY,
    placeholder_left::ENTRY,
    fake_contact::ENTRY,
    #[cfg(not(target_arch = "wasm32"))]
    contact_hours::ENTRY,
    destructive_without_warning::ENTRY,
    destructive_without_rollback::ENTRY,
    production_name_in_command::ENTRY,
    unquoted_variable::ENTRY,
    undefined_variable::ENTRY,
    prompt_in_command::ENTRY,
    typographic_character_in_command::ENTRY,
    invisible_character_in_command::ENTRY,
    tab_in_command::ENTRY,
    secret_in_text::ENTRY,
    password_in_url::ENTRY,
    password_in_text::ENTRY,
    list_restarts::ENTRY,
    carriage_return::ENTRY,
    byte_order_mark::ENTRY,
    tab_in_text::ENTRY,
    allow::without_reason::ENTRY,
    allow::unused::ENTRY,
    allow::unknown::ENTRY,
];

/// Reports once for a folder what none of its runbooks has: the team keeps it elsewhere, or nowhere.
fn say_once(
    folder: &Folder<'_>,
    is_custom: bool,
    rule: &'static Rule,
    message: &str,
    out: &mut Vec<(usize, Diagnostic)>,
) {
    if is_custom {
        return;
    }
    if let Some((at, span)) = severity_missing::first_place(folder) {
        let mut finding = Diagnostic::new(rule, span, message);
        finding.severity = Severity::Info;
        out.push((at, finding));
    }
}

// The examples are left out of wasm.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::diagnostic::rules;
    use crate::lint::registry::Check;
    use crate::lint::testing::{folder, names};
    use crate::lint::{Options, allow};

    /// Whether a rule finds something in an example's files.
    fn finds(entry: &Entry, files: &[(&str, &str)]) -> bool {
        let mut options = Options {
            today: crate::text::Date::read("2026-01-01"),
            ..Options::default()
        };
        for (path, text) in files {
            if *path == "breakglass.toml" {
                options.addresses = text
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .map(|url| url.trim_end_matches('/').to_string())
                    .collect();
            }
        }
        let runbooks: Vec<(&str, &str)> = files
            .iter()
            .copied()
            .filter(|(path, _)| path.ends_with(".md"))
            .collect();
        match entry.check {
            Check::Folder(_) => folder(&runbooks, &options)
                .iter()
                .any(|found| found.ends_with(entry.rule.name)),
            _ => runbooks
                .iter()
                .any(|(_, text)| names_on(text, &options).contains(&entry.rule.name)),
        }
    }

    fn names_on(text: &str, options: &Options) -> Vec<&'static str> {
        let found = crate::lint::testing::findings_with("runbook.md", text, &crate::lint::Around::default(), options);
        found.iter().map(|finding| finding.rule.name).collect()
    }

    /// Rules whose examples need a file system or megabytes; `tests/suite` has them.
    fn is_of_the_site(entry: &Entry) -> bool {
        matches!(entry.check, Check::Elsewhere)
            && ![allow::without_reason::RULE, allow::unused::RULE, allow::unknown::RULE].contains(&entry.rule)
            && !["BG001", "BG002", "BG003"].contains(&entry.rule.code)
    }

    #[test]
    fn every_rule_finds_its_bad_example_and_passes_its_good_one() {
        let mut wrong = Vec::new();
        for entry in ALL.iter().filter(|entry| !is_of_the_site(entry)) {
            if !finds(entry, entry.docs.bad) {
                wrong.push(format!("{} finds nothing in its bad example", entry.rule.name));
            }
            if finds(entry, entry.docs.good) {
                wrong.push(format!("{} finds something in its good example", entry.rule.name));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(!names("# T\n").is_empty());
    }

    #[test]
    fn messages_begin_small_and_end_without_a_full_stop() {
        for entry in ALL {
            for text in entry
                .docs
                .bad
                .iter()
                .filter(|(path, _)| path.ends_with(".md"))
                .map(|(_, text)| text)
            {
                for finding in crate::lint::testing::findings(text) {
                    let message = &finding.message;
                    let small = !message.starts_with(|c: char| c.is_uppercase());
                    assert!(small && !message.ends_with('.'), "{message}");
                }
            }
        }
    }

    #[test]
    fn codes_and_names_are_unique_and_ordered() {
        for pair in ALL.windows(2) {
            assert!(pair[0].rule.code < pair[1].rule.code, "{}", pair[1].rule.code);
        }
        let mut names: Vec<&str> = ALL.iter().map(|entry| entry.rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        for rule in rules::ALL {
            assert!(
                ALL.iter().any(|entry| entry.rule == *rule),
                "{} has no entry",
                rule.code
            );
        }
    }
}
