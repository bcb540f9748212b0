//! `docs/schemas/breakglass.schema.json`, made from the table of keys: a JSON Schema (draft 2020-12) for editors that
//! complete and check TOML. The reader checks more; the schema refuses nothing that the reader takes.

use super::keys::{Key, Names, TABLES, Table};
use super::known_rules;
use crate::runbook::{SectionKind, Severity};
use serde_json::{Map, Value, json};

/// The schema's text.
pub fn text() -> String {
    let tables: Map<String, Value> = TABLES
        .iter()
        .map(|table| (table.name.to_string(), schema(table)))
        .collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:breakglass:schema:configuration:1",
        "title": "breakglass.toml",
        "description": "What a team sets for its runbooks. Made from src/site/config/keys.rs.",
        "type": "object",
        "properties": tables,
        "additionalProperties": false,
    });
    // Texts and lists only: serialising cannot fail.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn schema(table: &Table) -> Value {
    let keys: Map<String, Value> = table
        .keys
        .iter()
        .map(|key| (key.name.to_string(), value(key)))
        .collect();
    let first = table.keys.first().map_or(Value::Bool(true), value);
    let entry = json!({ "type": "object", "properties": keys, "additionalProperties": false });
    let each = |names: Vec<String>, schema: &Value| {
        let properties: Map<String, Value> = names.into_iter().map(|name| (name, schema.clone())).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    };
    let mut out = match table.names {
        Names::Keys => entry,
        Names::Severities => each(Severity::ALL.map(|level| level.code().to_string()).to_vec(), &entry),
        Names::Sections => each(SectionKind::NAMED.map(|kind| kind.name().to_string()).to_vec(), &first),
        Names::Rules => {
            let names = known_rules().flat_map(|rule| [rule.name.to_string(), rule.code.to_string()]);
            each(names.collect(), &first)
        }
        Names::Free => json!({ "type": "object", "additionalProperties": { "anyOf": [{ "type": "string" }, entry] } }),
    };
    if let Value::Object(map) = &mut out {
        let about = table.about.split_whitespace().collect::<Vec<_>>().join(" ");
        map.insert("description".to_string(), Value::String(about));
    }
    out
}

fn value(key: &Key) -> Value {
    let mut out = match key.kind {
        "list of texts" => json!({ "type": "array", "items": { "type": "string" } }),
        "true or false" => json!({ "type": "boolean" }),
        "minutes" => json!({ "type": "integer", "minimum": 1 }),
        "level" => json!({ "enum": ["error", "warning", "info", "off"] }),
        "web address" => json!({ "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://." }),
        _ => json!({ "type": "string" }),
    };
    if let Value::Object(map) = &mut out {
        let about = key.about.split_whitespace().collect::<Vec<_>>().join(" ");
        map.insert("description".to_string(), Value::String(about));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn validator() -> jsonschema::Validator {
        let schema: Value = serde_json::from_str(&text()).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    }

    fn is_valid(toml: &str) -> bool {
        let value: Value = toml::from_str(toml).unwrap();
        validator().is_valid(&value)
    }

    #[test]
    fn the_file_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/breakglass.schema.json");
        if std::env::var_os("BREAKGLASS_UPDATE").is_some() {
            std::fs::write(&path, text()).unwrap();
        }
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            current == text(),
            "run `BREAKGLASS_UPDATE=1 cargo test --lib site::config`"
        );
    }

    #[test]
    fn every_example_and_our_own_configuration_pass() {
        for table in TABLES {
            assert!(is_valid(table.example), "{}", table.example);
        }
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("breakglass.toml");
        assert!(is_valid(&std::fs::read_to_string(own).unwrap()));
        assert!(is_valid("contacts.Pager = \"+49 30 5550 0123\""));
    }

    #[test]
    fn what_the_reader_refuses_is_refused() {
        for bad in [
            "[site]\ntitel = \"x\"",
            "[site]\ntitle = 3",
            "[site]\nurl = \"runbooks.example\"",
            "[sights]",
            "[severities.P7]\nname = \"x\"",
            "[cadence.P0]\nupdate = 0",
            "[cadence.P0]\nupdate = \"10\"",
            "[rules]\nno-such-rule = \"off\"",
            "[rules]\ndead-anchor = \"loud\"",
            "[sections]\nresolution = \"What now\"",
            "[sections]\nother = [\"x\"]",
            "[contacts.A]\nfone = \"1\"",
        ] {
            assert!(!is_valid(bad), "{bad}");
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("breakglass.toml"), bad).unwrap();
            assert!(super::super::read(dir.path()).is_err(), "{bad}");
        }
    }
}
