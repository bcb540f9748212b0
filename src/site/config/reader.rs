//! A configuration file's text to a [`Config`], collecting problems on the way. Tables are read by the modules
//! whose first line names them.

mod checks;
mod contacts;
mod runbooks;
mod severities;
mod site;
mod values;

use super::Config;
use super::keys::{self, Names, Table};
use super::problem::Problem;
use crate::text::nearest::nearest;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

type Name<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

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

    fn unknown(&mut self, table: &Table, name: &Name<'_>) {
        let known = table.keys.iter().map(|key| key.name);
        let help = did_you_mean(nearest(name.get_ref(), known));
        let message = format!("[{}] has no key `{}`{help}", table.name, name.get_ref());
        self.problem(name.span().start, message);
    }
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}
