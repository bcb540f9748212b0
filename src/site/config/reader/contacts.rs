//! `[contacts]`: whom to call, with numbers, addresses and hours that are right.

use super::{Name, Reader, Value, in_order};
use crate::runbook::contacts::{self, Contact};
use crate::runbook::hours;
use crate::runbook::phone;
use crate::site::config::keys::Table;
use crate::site::config::zones;
use toml::de::DeValue;

impl Reader {
    pub(super) fn contact(&mut self, table: &Table, name: &Name<'_>, value: &Value<'_>) {
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
}
