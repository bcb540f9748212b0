//! Values in what an engineer pastes: an alert as Alertmanager, a chat message or a log line writes it.

use crate::runbook::variable;

/// Names and values found in `text`, in order, one per name: `namespace="shop"`, `namespace=shop`, `"pod": "x"`,
/// `- pod = x`, and `key: value` lines. Secret names are left out, and values that could not be one word of a command.
pub fn read(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    // A page of text is enough: nobody reads labels out of a megabyte.
    let end = text.char_indices().nth(16_384).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or(text);
    for line in text.lines() {
        let mut rest = line;
        while let Some(at) = rest.find(['=', ':']) {
            let (head, tail) = rest.split_at(at);
            let tail = tail.get(1..).unwrap_or_default();
            let name = name_before(head);
            let (value, used) = value_after(tail);
            if let (Some(name), Some(value)) = (name, value) {
                if !variable::is_secret(name)
                    && !out.iter().any(|(known, _)| variable::key(known) == variable::key(name))
                {
                    out.push((name.to_string(), value.to_string()));
                }
                rest = tail.get(used..).unwrap_or_default();
            } else {
                rest = tail;
            }
        }
    }
    out
}

/// The identifier that `head` ends with.
fn name_before(head: &str) -> Option<&str> {
    let head = head.trim_end().trim_end_matches(['"', '\'', '`', '*']);
    let start = head
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .map_or(0, |at| {
            at + head
                .get(at..)
                .and_then(|tail| tail.chars().next())
                .map_or(1, char::len_utf8)
        });
    let name = head.get(start..)?;
    let fit = name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    fit.then_some(name)
}

/// The value that `tail` begins with and how many bytes it takes up; `None` when it is no label's value.
fn value_after(tail: &str) -> (Option<&str>, usize) {
    let trimmed = tail.trim_start_matches(['~', ' ', '\t', '*', '`']);
    let skipped = tail.len() - trimmed.len();
    let (value, used) = match trimmed.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let body = trimmed.get(1..).unwrap_or_default();
            let Some(end) = body.find(quote) else { return (None, 0) };
            (body.get(..end).unwrap_or_default(), skipped + end + 2)
        }
        _ => {
            let end = trimmed
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            ',' | ';' | '}' | '{' | ')' | '"' | '\'' | '`' | '<' | '>' | '|' | '*'
                        )
                })
                .unwrap_or(trimmed.len());
            (trimmed.get(..end).unwrap_or_default(), skipped + end)
        }
    };
    let plain = !value.is_empty()
        && value.len() <= 253
        && !value.starts_with("//")
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._:/@-+%".contains(c));
    (plain.then_some(value), used)
}

/// The value for a variable among `found`: by its name, or by what labels of that meaning are usually called.
pub fn value_for<'a>(name: &str, found: &'a [(String, String)]) -> Option<&'a str> {
    const SYNONYMS: [&[&str]; 7] = [
        &[
            "namespace",
            "ns",
            "k8s_namespace",
            "kubernetes_namespace",
            "exported_namespace",
        ],
        &["pod", "pod_name", "podname", "exported_pod"],
        &["deployment", "deployment_name", "deploy"],
        &["node", "node_name", "nodename"],
        &["instance", "host", "hostname"],
        &["service", "service_name", "svc"],
        &["cluster", "cluster_name"],
    ];
    let wanted = variable::key(name);
    let by = |key: &str| {
        let mut all = found.iter().filter(|(name, _)| variable::key(name) == key);
        all.next().map(|(_, value)| value.as_str())
    };
    by(&wanted).or_else(|| {
        let same = SYNONYMS.iter().find(|names| names.contains(&wanted.as_str()))?;
        same.iter().find_map(|key| by(key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_from_what_people_paste() {
        let found = read(
            "[FIRING:1] KubePodCrashLooping (shop-prod checkout-6d)\nLabels:\n - alertname = KubePodCrashLooping\n - namespace = shop-prod\n\
             {pod=\"checkout-6d5f\", container=\"app\"}\n\"instance\": \"10.0.0.1:9090\",\n**Severity**: critical\npassword=hunter2\nsee https://x.example/y",
        );
        let get = |name| value_for(name, &found);
        assert_eq!(get("NAMESPACE"), Some("shop-prod"));
        assert_eq!(get("pod-name"), Some("checkout-6d5f"));
        assert_eq!(get("CONTAINER"), Some("app"));
        assert_eq!(get("instance"), Some("10.0.0.1:9090"));
        assert_eq!(get("severity"), Some("critical"));
        assert_eq!(get("alertname"), Some("KubePodCrashLooping"));
        assert_eq!(get("password"), None);
        assert!(!found.iter().any(|(_, value)| value.contains("//")));
    }

    #[test]
    fn anything_is_read_without_harm() {
        for text in [
            "",
            "=",
            ":::",
            "a=\"",
            "ä=ö",
            "a=$(rm -rf /)",
            "x={{y}}",
            "=\"x\"",
            "é=\"'",
            "a='\u{202e}'",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
    }
}
