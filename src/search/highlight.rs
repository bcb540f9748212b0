//! What of a page's text a query means: for marking it on the page that a result leads to, without an index.

use super::analyzer::{FormKind, forms, words};
use super::lexicon::Lexicon;
use super::query::Query;
use super::stem::stem;
use crate::text::hash::Set;
use std::ops::Range;

/// The words of a query, ready to be found in text.
#[derive(Clone, Debug, Default)]
pub struct Highlighter {
    terms: Set<String>,
    /// Beginnings of words, of this many letters or more.
    beginnings: Vec<String>,
}

/// Letters from which the beginning of a word is enough.
const LEAST_BEGINNING: usize = 3;

/// Words from which a query is taken for pasted: an alert or a log line. Few people type as many.
const PASTED: usize = 10;

impl Highlighter {
    /// For a query as typed.
    pub fn new(text: &str) -> Self {
        let query = Query::parse(text, &Lexicon::new([]));
        let mut out = Self::default();
        let only_low = query.words.iter().all(|word| word.low || word.noise);
        // What is pasted is there to the letter, if at all: of its names the parts (`kube`, `pod`) and of its words the
        // beginnings would mark half of the page.
        let pasted = query.words.len() >= PASTED;
        for word in query.words.iter().filter(|word| !word.noise && (only_low || !word.low)) {
            for form in word.forms.iter().filter(|form| !pasted || form.kind != FormKind::Part) {
                if !pasted && form.text.len() >= LEAST_BEGINNING && form.kind != FormKind::Literal {
                    out.beginnings.push(form.text.clone());
                }
                out.terms.insert(form.term());
            }
        }
        out
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The bytes of `text` that the query means, in order.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        words(text)
            .filter(|range| text.get(range.clone()).is_some_and(|word| self.means(word)))
            .collect()
    }

    fn means(&self, word: &str) -> bool {
        forms(word).iter().any(|form| {
            self.terms.contains(&stem(&form.text)) || self.beginnings.iter().any(|start| form.text.starts_with(start))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_beginnings_are_found() {
        let found = |query: &str, text: &str| -> Vec<String> {
            Highlighter::new(query)
                .find(text)
                .into_iter()
                .map(|range| text[range].to_string())
                .collect()
        };
        assert_eq!(
            found("why is the pod crashing", "Pods crash; the KubePodCrashLooping alert"),
            ["Pods", "crash", "KubePodCrashLooping"]
        );
        assert_eq!(found("certif", "a certificate"), ["certificate"]);
        let pasted = "[FIRING:1] KubePodCrashLooping (payments warning) Pod payments/api-7d9f8b6c5-x2x1z is crashing, reason: back off";
        assert_eq!(
            found(
                pasted,
                "Pods of kube-system: KubePodCrashLooping, CrashLoopBackOff; a warning"
            ),
            ["Pods", "KubePodCrashLooping", "CrashLoopBackOff", "warning"]
        );
        assert!(found("x", "certificate").is_empty());
        assert!(Highlighter::new("").is_empty());
    }
}
