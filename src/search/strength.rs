//! How much of a query its best runbook has: whether an answer is one, or only the nearest there is.

use super::Engine;
use super::index::single_cjk;
use super::meaning::{LEFT_OUT, Meaning};
use super::named::Named;
use super::query::Query;
use super::rank::Ranked;
use super::score;
use super::slots::Choice;

/// What a runbook has of a query's words.
struct Share {
    /// Everyday words count as little as in the ranking, all others alike: how rare a word is says nothing about whether
    /// it is there. 0 to 1.
    found: f32,
    /// Whether one of the words is there itself, not only what is used for it.
    itself: bool,
}

impl Engine {
    /// Whether the best runbook has so little of the query that it is hardly an answer.
    pub(super) fn is_weak(&self, query: &Query, meaning: &Meaning, first: Option<&Ranked>) -> bool {
        let Some(first) = first.filter(|first| first.named == Named::No && !query.is_blank()) else {
            return false;
        };
        let share = self.share(query, meaning, first.runbook);
        share.found < score::LEAST_FOUND || !share.itself
    }

    fn share(&self, query: &Query, meaning: &Meaning, runbook: usize) -> Share {
        // How surely a choice is what was said, where the runbook has it. One typo is, and so is any part of a name.
        let sure = |choice: &Choice, own: bool| {
            let found = self.index.by_runbook.of(choice.term);
            match found.binary_search_by_key(&(runbook as u32), |posting| posting.at) {
                Ok(_) if own => (choice.weight / score::TYPO[0]).clamp(score::PART_FOUND, 1.0),
                Ok(_) => choice.weight,
                Err(_) => 0.0,
            }
        };
        let in_slot = |at: usize, itself: &mut bool| {
            let place = meaning.places.get(at).map_or(usize::MAX, |place| *place as usize);
            let mut most = 0.0_f32;
            if let Some(slot) = meaning.slots.get(place) {
                for (at, choice) in slot.choices.iter().enumerate() {
                    let own = at < slot.own;
                    let value = sure(choice, own);
                    *itself |= own && value > 0.0;
                    most = most.max(value);
                }
            }
            most
        };
        let (mut all, mut found, mut itself, mut only_low) = (0.0, 0.0, false, true);
        for said in &meaning.said {
            let left_out = |at: usize| meaning.places.get(at) == Some(&LEFT_OUT);
            let form = query.words.get(said.word).and_then(|word| word.forms.first());
            let Some(form) = form.filter(|_| !said.slots.clone().all(left_out)) else {
                continue;
            };
            let mut said_itself = false;
            let (mut parts, mut count) = (0.0, 0.0);
            for at in said.slots.clone().filter(|at| *at != said.main) {
                parts += in_slot(at, &mut said_itself);
                count += 1.0;
            }
            let mut own = if count > 0.0 { parts / count } else { 0.0 };
            // Characters of scripts without spaces are everywhere; pairs of them are words.
            if !single_cjk(&form.text) || meaning.said.len() == 1 {
                own = in_slot(said.main, &mut said_itself).max(own);
            }
            for (range, choice) in &meaning.spans {
                if range.contains(&said.word) {
                    let value = sure(choice, false);
                    said_itself |= value > score::NEAR;
                    own = value.max(own);
                }
            }
            let low = query.words.get(said.word).is_some_and(|word| word.low);
            let weight = if low { score::LOW_WEIGHT } else { 1.0 };
            all += weight;
            found += weight * own;
            itself |= said_itself && !low;
            only_low &= low;
        }
        // A word that is looked up nowhere (noise alone) is no reason to doubt.
        let found = if all > 0.0 { found / all } else { 1.0 };
        Share {
            found,
            itself: itself || only_low,
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use crate::search::build::encode;
    use crate::search::tests::source;
    use crate::search::{Engine, Index};

    fn engine() -> Engine {
        let all = [
            source(
                "wal",
                "Replication Lag",
                &["ReplicationLag"],
                "## Diagnosis\n\nThe primary keeps WAL. Prices are corrected at night.\n",
            ),
            source(
                "mail",
                "Mail Queue",
                &[],
                "## Symptoms\n\nNever answer a ransom mail.\n",
            ),
            source(
                "heap",
                "High Memory Usage",
                &[],
                "## Symptoms\n\n- `java.lang.OutOfMemoryError: Java heap space`\n\nThe database is slow, the certificate has expired.\n",
            ),
            source(
                "jp",
                "データベース復旧手順",
                &[],
                "## 症状\n\nレプリケーション遅延が発生する\n",
            ),
        ];
        Engine::new(Index::open(&encode(&all, &[])).unwrap())
    }

    #[test]
    fn an_answer_to_a_small_part_is_said_to_be_only_the_nearest() {
        let engine = engine();
        for query in [
            "prometheus grafana wal",
            "kafka broker partition database",
            "ransomware",
            "kubernetes ingress mail",
        ] {
            let answer = engine.search(query, 3);
            assert!(answer.weak && !answer.hits.is_empty(), "{query}: {answer:?}");
        }
    }

    #[test]
    fn an_answer_to_most_of_it_is_an_answer() {
        let engine = engine();
        for query in [
            "replication lag",
            "replicaiton lag",
            "ReplicationLg",
            "replicat",
            "what happens when the certificate has expired",
            "OutOfMemoryError",
            "[FIRING:1] ReplicationLag (prod backend-7d9f8b6c5-x2x1z critical)",
            "レプリケーション遅延",
            "復旧",
            "",
            "severity:P0",
            "zzzzzzzzzz",
        ] {
            assert!(!engine.search(query, 3).weak, "{query}");
        }
    }

    #[test]
    fn a_pasted_trace_is_not_corrected() {
        let trace = "java.lang.OutOfMemoryError: Java heap space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3512)\n\tat com.example.CartService.lode(CartService.java:88)";
        let engine = engine();
        for query in [trace.to_string(), trace.replace(['\n', '\t'], " ")] {
            let answer = engine.search(&query, 3);
            assert_eq!(answer.correction, None);
            assert_eq!(answer.hits[0].id, "heap");
        }
        // What has parts is no common word with two typos; what the trade has a word for is spelt as it is meant.
        assert_eq!(engine.search("java.base", 3).correction, None);
        assert_eq!(engine.search("corrupted", 3).correction, None);
    }
}
