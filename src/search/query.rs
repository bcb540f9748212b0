//! What was typed or pasted, taken apart: filters, labels, words, and what of it is noise.

use super::analyzer::{Form, forms, parts, words};
use super::lexicon::Lexicon;
use crate::runbook::{Kind, Severity};
use std::ops::Range;

/// Bytes of a query that are read. A pasted stack trace has its causes at both ends; one of this size has them within.
pub const LONGEST: usize = 16 << 10;

/// Words of a query that are looked up.
pub const MOST_WORDS: usize = 400;

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterKey {
    /// `severity:P0`.
    Severity,
    /// `category:database`.
    Category,
    /// `kind:procedure`.
    Kind,
    /// `owner:payments`.
    Owner,
    /// `alert:KubePodCrashLooping`.
    Alert,
}

impl FilterKey {
    /// All keys, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Severity, Self::Category, Self::Kind, Self::Owner, Self::Alert];

    /// The key as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Category => "category",
            Self::Kind => "kind",
            Self::Owner => "owner",
            Self::Alert => "alert",
        }
    }
}

/// A condition that results have to meet. Values are compared without case and accents, and by their beginning:
/// `owner:pay` finds the Payments Team. Several values of one key are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it looks at.
    pub key: FilterKey,
    /// The value as typed, without quotes.
    pub value: String,
}

impl Filter {
    /// The filter as it is typed.
    pub fn text(&self) -> String {
        let quote = if self.value.contains(char::is_whitespace) {
            "\""
        } else {
            ""
        };
        [self.key.name(), ":", quote, &self.value, quote].concat()
    }

    /// Whether a severity passes.
    pub fn allows_severity(&self, level: Option<Severity>) -> bool {
        level.is_some() && Severity::read(&self.value) == level
    }

    /// Whether a kind passes.
    pub fn allows_kind(&self, kind: Kind) -> bool {
        Kind::read(&self.value) == Some(kind)
    }

    /// Whether a name (a category, an owner, an alert) passes.
    pub fn allows_name(&self, name: &str) -> bool {
        let wanted = key(&self.value);
        if wanted.is_empty() {
            return false;
        }
        key(name).starts_with(&wanted)
            || words(name).any(|range| {
                name.get(range.start..)
                    .is_some_and(|rest| key(rest).starts_with(&wanted))
            })
    }
}

/// A word of a query.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands in the query.
    pub range: Range<usize>,
    /// Its forms.
    pub forms: Vec<Form>,
    /// Whether it is a time, an address, an id: found only if the index has it as it is.
    pub noise: bool,
    /// Whether it says little: an everyday word, or the name of a label.
    pub low: bool,
}

/// A query, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What was typed, cut to [`LONGEST`].
    pub text: String,
    /// Its filters.
    pub filters: Vec<Filter>,
    /// Labels of a pasted alert: names and values.
    pub labels: Vec<(String, String)>,
    /// Its words, filters left out.
    pub words: Vec<Word>,
    /// Whether the last word may go on: nothing stands behind it.
    pub open: bool,
}

impl Query {
    /// Takes `text` apart. Any text is a query.
    pub fn parse(text: &str, lexicon: &Lexicon) -> Self {
        let end = text
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|end| *end <= LONGEST)
            .last();
        let text = text.get(..end.unwrap_or(0)).unwrap_or("").to_string();
        let (filters, spans) = filters(&text);
        let mut list: Vec<Word> = Vec::new();
        for range in words(&text) {
            if spans
                .iter()
                .any(|span| span.start < range.end && range.start < span.end)
            {
                continue;
            }
            if list.len() >= MOST_WORDS {
                break;
            }
            let Some(word) = text.get(range.clone()) else { continue };
            let noise = is_noise(word);
            let bare = if noise { word } else { without_pod_suffix(word) };
            let forms = forms(bare);
            let named = text
                .get(range.end..)
                .is_some_and(|rest| rest.starts_with(['=', ':']) || rest.starts_with("\":"));
            let low = forms
                .first()
                .is_some_and(|form| lexicon.is_low(&form.text) || named && LABELS.contains(&form.text.as_str()));
            list.push(Word {
                range,
                forms,
                noise,
                low,
            });
        }
        let open = list.last().is_some_and(|last| last.range.end == text.len());
        Self {
            labels: labels(&text),
            filters,
            words: list,
            open,
            text,
        }
    }

    /// Whether nothing is looked for but what filters let through.
    pub fn is_blank(&self) -> bool {
        self.words.iter().all(|word| word.forms.is_empty())
    }
}

/// `text` with `filter` in it, or without it if it has it.
pub fn toggled(text: &str, filter: &Filter) -> String {
    let (found, spans) = filters(text);
    let at = found
        .iter()
        .position(|other| other.key == filter.key && key(&other.value) == key(&filter.value));
    let Some(span) = at.and_then(|at| spans.get(at)) else {
        return [filter.text().as_str(), text.trim_start()]
            .join(" ")
            .trim_end()
            .to_string()
            + if text.trim().is_empty() { " " } else { "" };
    };
    let (before, after) = (text.get(..span.start).unwrap_or(""), text.get(span.end..).unwrap_or(""));
    [before.trim_end(), after.trim_start()]
        .join(" ")
        .trim_start()
        .to_string()
}

/// A name as it is compared: all its parts, folded and joined.
pub fn key(name: &str) -> String {
    words(name)
        .filter_map(|range| name.get(range))
        .flat_map(|word| parts(word.trim_start_matches('-')))
        .collect()
}

/// Names of labels that alerts usually have; their values say something, they do not.
const LABELS: [&str; 18] = [
    "alertname",
    "namespace",
    "pod",
    "instance",
    "job",
    "severity",
    "container",
    "node",
    "service",
    "cluster",
    "endpoint",
    "level",
    "ts",
    "caller",
    "msg",
    "time",
    "labels",
    "annotations",
];

/// The filters of a query, and where they stand.
fn filters(text: &str) -> (Vec<Filter>, Vec<Range<usize>>) {
    let mut found = Vec::new();
    let mut spans = Vec::new();
    let mut end = 0;
    for (at, _) in text.match_indices(':') {
        let before = text.get(end..at).unwrap_or("");
        let start = before.rfind(char::is_whitespace).map_or(end, |space| end + space + 1);
        let name = text.get(start..at).unwrap_or("").trim_start();
        let Some(key) = FilterKey::ALL
            .into_iter()
            .find(|key| key.name().eq_ignore_ascii_case(name))
        else {
            continue;
        };
        let rest = text.get(at + 1..).unwrap_or("");
        let (value, length) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let value = quoted.split('"').next().unwrap_or("");
                (value, (value.len() + 2).min(rest.len()))
            }
            None => {
                let value = rest.split(char::is_whitespace).next().unwrap_or("");
                (value, value.len())
            }
        };
        if !value.trim().is_empty() {
            end = at + 1 + length;
            found.push(Filter {
                key,
                value: value.to_string(),
            });
            spans.push(at - name.len()..end);
        }
    }
    (found, spans)
}

/// The labels of a pasted alert or log line: `name="value"`, `"name": "value"`, `name=value`. The first of a name counts.
pub fn labels(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '=' | ':')) {
        let before = text.get(..at).unwrap_or("");
        let quoted = before.ends_with('"');
        if sign == ':' && !quoted {
            continue;
        }
        let before = before.trim_end_matches('"');
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_ascii_alphanumeric() || *c == '_')
            .last()
            .map_or(before.len(), |(at, _)| at);
        let name = before.get(start..).unwrap_or("");
        let rest = text.get(at + 1..).unwrap_or("").trim_start_matches(' ');
        let value = match rest.strip_prefix('"') {
            Some(rest) => rest.split('"').next().unwrap_or(""),
            None if sign == '=' => rest.split([' ', '\n', '\t', ',', '}', ')', '"']).next().unwrap_or(""),
            None => "",
        };
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if is_name && !value.is_empty() && value.len() <= 253 && out.iter().all(|(other, _)| other != name) {
            out.push((name.to_string(), value.to_string()));
        }
    }
    out
}

/// Whether a word is a time, an address, a checksum, a long number: the same problem has another one each time.
pub fn is_noise(word: &str) -> bool {
    let bare: String = word.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let letters = bare.len() - digits;
    let hex = bare.bytes().all(|b| b.is_ascii_hexdigit());
    let groups = word.split(['.', ':', '-']).count();
    let address = word.split(['.', ':']).count() >= 4 && letters == 0;
    let time = groups >= 3 && digits >= 5 && letters <= 2;
    let number = letters == 0 && digits >= 6 && !bare.starts_with('0');
    let id = hex && digits >= 1 && letters >= 1 && bare.len() >= 8 || hex && bare.len() >= 24;
    let pointer = word.starts_with("0x") && word.len() > 6;
    word.is_ascii() && (address || time || number || id || pointer)
}

/// A pod's name without what Kubernetes adds to it: `backend-7d9f8b6c5-x2x1z` is `backend`.
fn without_pod_suffix(word: &str) -> &str {
    // The alphabet that Kubernetes makes names of has no vowels, so that no words come out, and neither 0, 1 nor 3;
    // examples in the wild have those too.
    let random = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() && !b"aeiou".contains(&b))
    };
    let Some((rest, last)) = word.rsplit_once('-') else {
        return word;
    };
    if last.len() != 5 || !random(last) {
        return word;
    }
    match rest.rsplit_once('-') {
        Some((name, hash))
            if (7..=10).contains(&hash.len())
                && hash.bytes().any(|b| b.is_ascii_digit())
                && hash.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()) =>
        {
            name
        }
        _ if last.bytes().any(|b| b.is_ascii_digit()) => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Query {
        Query::parse(text, &Lexicon::new([]))
    }

    #[test]
    fn filters_are_taken_out() {
        let query = parse("severity:P0 slow owner:\"Payments Team\" queries category:data alert: x");
        let filters: Vec<String> = query.filters.iter().map(Filter::text).collect();
        assert_eq!(filters, ["severity:P0", "owner:\"Payments Team\"", "category:data"]);
        let words: Vec<&str> = query.words.iter().map(|word| &query.text[word.range.clone()]).collect();
        assert_eq!(words, ["slow", "queries", "alert", "x"]);
        assert!(query.open);
        assert!(!parse("x ").open);
    }

    #[test]
    fn filters_are_put_in_and_taken_out() {
        let filter = Filter {
            key: FilterKey::Category,
            value: "Data Issues".to_string(),
        };
        let with = toggled("slow", &filter);
        assert_eq!(with, "category:\"Data Issues\" slow");
        assert_eq!(toggled(&with, &filter), "slow");
        assert_eq!(toggled("severity:P0 category:dataissues x", &filter), "severity:P0 x");
    }

    #[test]
    fn names_pass_filters_by_their_beginning() {
        let filter = |value: &str| Filter {
            key: FilterKey::Owner,
            value: value.to_string(),
        };
        assert!(filter("pay").allows_name("Payments Team"));
        assert!(filter("team").allows_name("Payments Team"));
        assert!(filter("paymentsteam").allows_name("Payments Team"));
        assert!(!filter("am").allows_name("Payments Team"));
        assert!(filter("sev-1").allows_severity(Some(Severity::P1)));
        assert!(!filter("P0").allows_severity(None));
    }

    #[test]
    fn labels_of_pasted_alerts_are_kept() {
        let got =
            labels("[FIRING:1] KubePodCrashLooping {namespace=\"prod\", pod=\"backend-7d9f8b6c5-x2x1z\"} level=error");
        let expected = [
            ("namespace", "prod"),
            ("pod", "backend-7d9f8b6c5-x2x1z"),
            ("level", "error"),
        ];
        assert_eq!(got, expected.map(|(a, b)| (a.to_string(), b.to_string())));
        assert_eq!(
            labels("{\"labels\": {\"alertname\": \"Watchdog\", \"namespace\":\"a\"}}"),
            [("alertname", "Watchdog"), ("namespace", "a")].map(|(a, b)| (a.to_string(), b.to_string()))
        );
        assert!(labels("a: b http://x 10:30").is_empty());
    }

    #[test]
    fn noise_is_known() {
        for word in [
            "2021-09-24T11:24:52.69629226Z",
            "11:24:52.696",
            "10.128.2.3:9095",
            "550e8400-e29b-41d4-a716-446655440000",
            "7d9f8b6c5",
            "0xc000123456",
            "1632482692",
            "2021-09-24",
        ] {
            assert!(is_noise(word), "{word}");
        }
        for word in [
            "503",
            "5xx",
            "v1.2.3",
            "ORA-01555",
            "KubeAPIDown",
            "deadbeef",
            "node_filesystem_avail_bytes",
            "9093",
            "2xx-4xx",
        ] {
            assert!(!is_noise(word), "{word}");
        }
    }

    #[test]
    fn pods_lose_their_suffix() {
        for (pod, name) in [
            ("backend-7d9f8b6c5-x2x1z", "backend"),
            ("kube-proxy-b9g23", "kube-proxy"),
            ("checkout-6c9f7d5b8d-4k2mz", "checkout"),
            ("alertmanager-main-0", "alertmanager-main-0"),
            ("crash-loops", "crash-loops"),
            ("disk-full", "disk-full"),
        ] {
            assert_eq!(without_pod_suffix(pod), name);
        }
    }
}
