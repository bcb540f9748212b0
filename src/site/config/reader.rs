//! A configuration file's text to a [`Config`], collecting problems on the way.

use super::keys::{self, Names, Table};
use super::problem::Problem;
use super::zones;
use super::{Config, known_rules};
use crate::diagnostic::Severity as Level;
use crate::draft;
use crate::runbook::contacts::{self, Contact};
use crate::runbook::hours;
use crate::runbook::phone;
use crate::runbook::review::Cycle;
use crate::runbook::{SectionKind, Severity};
use crate::text::nearest::nearest;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

type Name<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

/// The longest time that a clock of a run may be set to: a week.
const MOST_MINUTES: u32 = 7 * 24 * 60;

/// Reads `text`; what is wrong stands in the list, what is right in the configuration.
pub(super) fn read(text: &str) -> (Config, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::default();
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.problem(at, error.message().to_string());
    }
    // A file that is not TOML reads as whatever could be recovered: its keys would only add noise.
    if errors.is_empty() {
        for (name, value) in in_order(table.get_ref()) {
            reader.table(name, value);
        }
    }
    (reader.config, reader.problems)
}

/// The entries of a table as they stand in the file.
fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Name<'i>, &'t Value<'i>)> {
    let mut entries: Vec<(&Name<'i>, &Value<'i>)> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

#[derive(Default)]
struct Reader {
    config: Config,
    problems: Vec<Problem>,
}

impl Reader {
    fn problem(&mut self, at: usize, message: impl Into<String>) {
        self.problems.push(Problem {
            at,
            message: message.into(),
        });
    }

    fn table(&mut self, name: &Name<'_>, value: &Value<'_>) {
        let Some(table) = keys::table(name.get_ref()) else {
            let wanted = name.get_ref().as_ref();
            let home = keys::TABLES
                .iter()
                .find(|table| table.names == Names::Keys && table.keys.iter().any(|key| key.name == wanted));
            let help = match home {
                Some(table) => format!("; it is a key of [{}]", table.name),
                None => did_you_mean(nearest(wanted, keys::TABLES.iter().map(|table| table.name))),
            };
            self.problem(
                name.span().start,
                format!("there is no table `{}`{help}", name.get_ref()),
            );
            return;
        };
        let DeValue::Table(entries) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", table.name), "a table");
            return;
        };
        for (name, value) in in_order(entries) {
            match table.name {
                "site" => self.site(table, name, value),
                "sections" => self.section(name, value),
                "severities" => self.severity(table, name, value),
                "rules" => self.rule(name, value),
                "cadence" => self.cadence(table, name, value),
                "contacts" => self.contact(table, name, value),
                "review" => self.review(table, name, value),
                "write" => self.write(table, name, value),
                "placeholders" => self.placeholders(table, name, value),
                "search" => self.search(table, name, value),
                _ => {}
            }
        }
    }

    fn site(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        let read: fn(&mut Self, &Name<'_>, &Value<'_>) -> Option<String> = match name.get_ref().as_ref() {
            "title" => Self::text,
            "language" => Self::language,
            "url" | "repository" => Self::web_address,
            "branch" => Self::text,
            "report_url" => Self::address,
            _ => return self.unknown(table, name),
        };
        let Some(text) = read(self, name, value) else { return };
        let site = &mut self.config.site;
        match name.get_ref().as_ref() {
            "title" => site.title = Some(text),
            "language" => site.language = Some(text),
            "url" => site.url = Some(format!("{}/", text.trim_end_matches('/'))),
            "repository" => site.repository = Some(text),
            "branch" => site.branch = Some(text),
            _ => site.report_url = Some(text),
        }
    }

    fn section(&mut self, name: &Name<'_>, value: &Value<'_>) {
        let section = name.get_ref().to_lowercase();
        if !SectionKind::NAMED.iter().any(|kind| kind.name() == section) {
            let help = did_you_mean(nearest(&section, SectionKind::NAMED.iter().map(|kind| kind.name())));
            let message = format!("there is no section `{}`{help}", name.get_ref());
            return self.problem(name.span().start, message);
        }
        for (at, heading) in self.texts(name, value) {
            let plain = crate::runbook::section::plain_heading(&heading);
            let aliases = &self.config.settings.aliases;
            let other = aliases
                .iter()
                .find(|(known, other)| *known == plain && *other != section);
            if let Some((_, other)) = other {
                let message = format!("the heading \"{heading}\" cannot open both `{other}` and `{section}`");
                self.problem(at, message);
            } else if plain.is_empty() {
                self.problem(at, "a heading needs a word");
            } else {
                self.config.settings.aliases.push((plain, section.clone()));
            }
        }
    }

    /// The severity that an entry of `table` is named by, and the entry's keys.
    fn by_severity<'t, 'i>(
        &mut self,
        table: &Table,
        name: &Name<'_>,
        value: &'t Value<'i>,
    ) -> Option<(Severity, Vec<(&'t Name<'i>, &'t Value<'i>)>)> {
        let level = Severity::ALL
            .into_iter()
            .find(|level| name.get_ref().eq_ignore_ascii_case(level.code()));
        let Some(level) = level else {
            let message = format!(
                "[{}] has one entry for each severity, `P0` to `P4`, and `{}` is none of them",
                table.name,
                name.get_ref()
            );
            self.problem(name.span().start, message);
            return None;
        };
        let DeValue::Table(entries) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", name.get_ref()), "a table");
            return None;
        };
        Some((level, in_order(entries)))
    }

    fn severity(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        let Some((level, entries)) = self.by_severity(table, name, value) else {
            return;
        };
        let code = level.code().to_string();
        for (name, value) in entries {
            match name.get_ref().as_ref() {
                "name" => {
                    if let Some(text) = self.text(name, value) {
                        self.config.settings.severity_names.push((code.clone(), text));
                    }
                }
                "aliases" => {
                    for (at, alias) in self.texts(name, value) {
                        let alias = alias.to_lowercase();
                        let known = self
                            .config
                            .settings
                            .severity_aliases
                            .iter()
                            .find(|(known, _)| *known == alias);
                        if let Some((_, other)) = known {
                            let message = format!("\"{alias}\" is an alias of {other} already");
                            self.problem(at, message);
                        } else {
                            self.config.settings.severity_aliases.push((alias, code.clone()));
                        }
                    }
                }
                "meaning" => {
                    if let Some(text) = self.text(name, value) {
                        self.config.meanings.push((level, text));
                        self.config.meanings.sort();
                    }
                }
                _ => self.unknown(table, name),
            }
        }
    }

    fn rule(&mut self, name: &Name<'_>, value: &Value<'_>) {
        let wanted = name.get_ref();
        let found = known_rules().find(|rule| rule.name == wanted || rule.code.eq_ignore_ascii_case(wanted));
        let Some(rule) = found else {
            let names = known_rules().flat_map(|rule| [rule.name, rule.code]);
            let help = did_you_mean(nearest(wanted, names));
            return self.problem(name.span().start, format!("there is no rule `{wanted}`{help}"));
        };
        const LEVELS: [(&str, Option<Level>); 4] = [
            ("error", Some(Level::Error)),
            ("warning", Some(Level::Warning)),
            ("info", Some(Level::Info)),
            ("off", None),
        ];
        let Some(text) = self.text(name, value) else { return };
        let Some((_, level)) = LEVELS.iter().find(|(word, _)| *word == text) else {
            let help = did_you_mean(nearest(&text, LEVELS.iter().map(|(word, _)| *word)));
            let message =
                format!("a rule's level is \"error\", \"warning\", \"info\" or \"off\", not \"{text}\"{help}");
            return self.problem(value.span().start, message);
        };
        if self.config.rules.levels.iter().any(|(code, _)| *code == rule.code) {
            let message = format!("{} and `{}` are the same rule; keep one line", rule.code, rule.name);
            return self.problem(name.span().start, message);
        }
        self.config.rules.levels.push((rule.code, *level));
    }

    fn cadence(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        let Some((level, entries)) = self.by_severity(table, name, value) else {
            return;
        };
        for (name, value) in entries {
            let minutes = match name.get_ref().as_ref() {
                "update" | "escalate" => self.minutes(name, value),
                _ => {
                    self.unknown(table, name);
                    continue;
                }
            };
            let settings = &mut self.config.settings;
            let list = if name.get_ref() == "update" {
                &mut settings.update_minutes
            } else {
                &mut settings.escalate_minutes
            };
            list.extend(minutes.map(|minutes| (level.code().to_string(), minutes)));
        }
    }

    fn contact(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        let mut contact = Contact {
            name: name.get_ref().trim().to_string(),
            ..Contact::default()
        };
        if contact.name.is_empty() {
            return self.problem(name.span().start, "a contact needs a name");
        }
        match value.get_ref() {
            DeValue::String(_) => contact.text = self.text(name, value),
            DeValue::Table(entries) => {
                for (name, value) in in_order(entries) {
                    self.contact_key(table, &mut contact, name, value);
                }
            }
            _ => return self.wrong(value, &format!("`{}`", contact.name), "a table or a text"),
        }
        self.config.contacts.push(contact);
    }

    fn contact_key(&mut self, table: &Table, contact: &mut Contact, name: &Name<'_>, value: &Value<'_>) {
        let slot = match name.get_ref().as_ref() {
            "group" => {
                contact.group = self.text(name, value).unwrap_or_default();
                return;
            }
            "role" => &mut contact.role,
            "phone" => &mut contact.phone,
            "mail" => &mut contact.mail,
            "chat" => &mut contact.chat,
            "pager" => &mut contact.pager,
            "hours" => &mut contact.hours,
            "time_zone" => &mut contact.time_zone,
            "note" => &mut contact.note,
            _ => return self.unknown(table, name),
        };
        let Some(text) = self.text(name, value) else { return };
        // What is only not filled in yet is the page's business to say.
        let filled = !contacts::is_placeholder(&text);
        match name.get_ref().as_ref() {
            "phone" if filled && !phone::is_phone(&text) => {
                return self.problem(value.span().start, format!("\"{text}\" is no telephone number"));
            }
            "mail" if filled && !contacts::is_mail(&text) => {
                return self.problem(value.span().start, format!("\"{text}\" is no mail address"));
            }
            "hours" => {
                if let Err(hours::Misread::Wrong(why)) = hours::read(&text) {
                    let message = format!("\"{text}\" cannot be read as hours: {why}");
                    return self.problem(value.span().start, message);
                }
            }
            "time_zone" if filled => {
                if let Err(why) = zones::check(&text) {
                    return self.problem(value.span().start, why);
                }
            }
            _ => {}
        }
        *slot = Some(text);
    }

    fn review(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        match name.get_ref().as_ref() {
            "cycle" => {
                let Some(text) = self.text(name, value) else { return };
                if Cycle::read(&text).is_none() {
                    let message = format!(
                        "\"{text}\" is no review cycle: write `weekly`, `monthly`, `quarterly`, `yearly`, `6 months`, `90 days` or \
                         `after incidents`"
                    );
                    return self.problem(value.span().start, message);
                }
                self.config.review.cycle = Some(text);
            }
            "git" => match value.get_ref() {
                DeValue::Boolean(value) => self.config.review.git = Some(*value),
                _ => self.wrong(value, "`git`", "true or false"),
            },
            _ => self.unknown(table, name),
        }
    }

    fn write(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        if name.get_ref().as_ref() != "required" {
            return self.unknown(table, name);
        }
        for (at, text) in self.texts(name, value) {
            match draft::requirement(&text) {
                Some(known) => self.config.write.required.push(known.to_string()),
                None => {
                    let help = did_you_mean(nearest(&text, draft::requirements()));
                    self.problem(at, format!("\"{text}\" is no field and no section of a runbook{help}"));
                }
            }
        }
    }

    fn placeholders(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        match name.get_ref().as_ref() {
            "allow" => {
                let texts = self.texts(name, value);
                self.config.placeholders.allow = texts.into_iter().map(|(_, text)| text.to_lowercase()).collect();
            }
            "allow_example_names" => match value.get_ref() {
                DeValue::Boolean(value) => self.config.placeholders.allow_example_names = *value,
                _ => self.wrong(value, "`allow_example_names`", "true or false"),
            },
            _ => self.unknown(table, name),
        }
    }

    fn search(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
        if name.get_ref() != "synonyms" {
            return self.unknown(table, name);
        }
        for (at, group) in self.texts(name, value) {
            match crate::search::lexicon::check(&group) {
                Ok(()) => self.config.synonyms.push(group),
                Err(problem) => self.problem(at, problem),
            }
        }
    }

    fn unknown(&mut self, table: &Table, name: &Name<'_>) {
        let known = table.keys.iter().map(|key| key.name);
        let help = did_you_mean(nearest(name.get_ref(), known));
        let message = format!("[{}] has no key `{}`{help}", table.name, name.get_ref());
        self.problem(name.span().start, message);
    }

    fn wrong(&mut self, value: &Value<'_>, what: &str, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.problem(value.span().start, format!("{what} must be {wanted}, not {found}"));
    }

    /// A text on one line, without white space around it.
    fn text(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<String> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", name.get_ref()), "a text");
            return None;
        };
        self.plain(name, value, text)
    }

    fn plain(&mut self, name: &Name<'_>, value: &Value<'_>, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            self.problem(
                value.span().start,
                format!("`{}` is empty; remove it or fill it in", name.get_ref()),
            );
            return None;
        }
        if text.contains(|c: char| c.is_control()) {
            self.problem(
                value.span().start,
                format!("`{}` must stand on one line", name.get_ref()),
            );
            return None;
        }
        Some(text.to_string())
    }

    /// A list of texts with their places.
    fn texts(&mut self, name: &Name<'_>, value: &Value<'_>) -> Vec<(usize, String)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", name.get_ref()), "a list of texts");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    let text = self.plain(name, item, text);
                    out.extend(text.map(|text| (item.span().start, text)));
                }
                _ => self.wrong(item, &format!("each entry of `{}`", name.get_ref()), "a text"),
            }
        }
        out
    }

    fn language(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<String> {
        let text = self.text(name, value)?;
        let mut parts = text.split('-');
        let first = parts
            .next()
            .is_some_and(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
        let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if first && rest {
            return Some(text);
        }
        let message = format!("\"{text}\" is no language tag; write one such as \"en\", \"de\" or \"pt-BR\"");
        self.problem(value.span().start, message);
        None
    }

    fn web_address(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<String> {
        let text = self.text(name, value)?;
        if is_web_address(&text) {
            return Some(text);
        }
        let message = format!(
            "`{}` must be a web address that begins with https:// or http://",
            name.get_ref()
        );
        self.problem(value.span().start, message);
        None
    }

    fn address(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<String> {
        let text = self.text(name, value)?;
        let is_mail = text
            .strip_prefix("mailto:")
            .is_some_and(|rest| contacts::is_mail(rest.split('?').next().unwrap_or(rest)));
        if is_mail || is_web_address(&text) {
            return Some(text);
        }
        let message = format!("`{}` must begin with https://, http:// or mailto:", name.get_ref());
        self.problem(value.span().start, message);
        None
    }

    fn minutes(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<u32> {
        let DeValue::Integer(number) = value.get_ref() else {
            self.wrong(value, &format!("`{}`", name.get_ref()), "a number of minutes");
            return None;
        };
        let minutes = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let minutes = minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
        if minutes.is_none() {
            let message = format!(
                "`{}` must be between 1 and {MOST_MINUTES} minutes (a week)",
                name.get_ref()
            );
            self.problem(value.span().start, message);
        }
        minutes
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map_or("", |rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    !host.is_empty() && !text.contains(char::is_whitespace)
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}
