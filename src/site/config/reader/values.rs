//! Values of the kinds that several keys take, and what to say when they are of another.

use super::{Name, Reader, Value};
use toml::de::DeValue;

impl Reader {
    pub(super) fn wrong(&mut self, value: &Value<'_>, what: &str, wanted: &str) {
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
    pub(super) fn text(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<String> {
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
    pub(super) fn texts(&mut self, name: &Name<'_>, value: &Value<'_>) -> Vec<(usize, String)> {
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
}
