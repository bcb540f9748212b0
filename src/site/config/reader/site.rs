//! `[site]`: names and addresses.

use super::{Name, Reader, Value};
use crate::runbook::contacts;
use crate::site::config::keys::Table;

impl Reader {
    pub(super) fn site(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
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
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map_or("", |rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    !host.is_empty() && !text.contains(char::is_whitespace)
}
