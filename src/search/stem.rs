//! Word forms meet: `crash`, `crashes` and `crashing` have one stem, so have `replica`, `replicas` and `replication`.
//!
//! A light stemmer for English in the spirit of Porter's (1980), fitted to operators' vocabulary: a stem need not be a
//! word, it only has to be the same for forms that belong together. Words with digits or letters beyond `a` to `z` are
//! their own stems.

/// Endings that are cut off, longest first, with the fewest letters that must remain.
const ENDINGS: &[(&str, usize)] = &[
    ("uration", 4),
    ("ization", 4),
    ("isation", 4),
    ("ability", 4),
    ("ibility", 4),
    ("ivity", 4),
    ("ation", 4),
    ("ement", 5),
    ("ator", 4),
    ("able", 4),
    ("ible", 4),
    ("ment", 4),
    ("ness", 4),
    ("ency", 5),
    ("ence", 5),
    ("ance", 5),
    ("ical", 4),
    ("less", 4),
    ("ize", 4),
    ("ise", 5),
    ("ity", 5),
    ("ive", 4),
    ("ful", 4),
    ("ure", 4),
    ("ate", 4),
    ("ion", 4),
    ("ent", 5),
    ("er", 4),
    ("or", 4),
    ("ly", 4),
    ("at", 4),
    ("ur", 5),
    ("iz", 5),
    ("is", 5),
];

/// Rounds of cutting: `measurements` needs the plural and two endings off.
const ROUNDS: usize = 2;

/// The stem of a folded word.
pub fn stem(word: &str) -> String {
    let mut word = word.to_string();
    // A status code in the plural: `502s`; other numbers with an `s` are seconds.
    if matches!(word.as_bytes(), [b'4' | b'5', tens, ones, b's'] if tens.is_ascii_digit() && ones.is_ascii_digit()) {
        word.truncate(3);
        return word;
    }
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word;
    }
    plural(&mut word);
    participle(&mut word);
    for _ in 0..ROUNDS {
        let cut = ENDINGS.iter().find(|(ending, least)| {
            word.strip_suffix(ending)
                .is_some_and(|rest| rest.len() >= *least && has_vowel(rest))
        });
        match cut {
            Some((ending, _)) => word.truncate(word.len() - ending.len()),
            None => break,
        }
    }
    last_letter(&mut word);
    word
}

fn plural(word: &mut String) {
    let length = word.len();
    if word.ends_with("ies") && length > 4 {
        word.truncate(length - 3);
        word.push('y');
    } else if ["sses", "xes", "ches", "shes", "zzes"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        word.truncate(length - 2);
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word.truncate(length - 1);
    }
}

fn participle(word: &mut String) {
    let length = word.len();
    if word.ends_with("ied") && length > 4 {
        word.truncate(length - 3);
        word.push('y');
        return;
    }
    let Some(rest) = word
        .strip_suffix("ing")
        .or_else(|| word.strip_suffix("ed").filter(|rest| !rest.ends_with('e')))
        .filter(|rest| rest.len() >= 3 && has_vowel(rest))
        .map(str::len)
    else {
        return;
    };
    word.truncate(rest);
    let bytes = word.as_bytes();
    if let [.., before, last] = bytes
        && before == last
        && !b"aeiouls".contains(last)
        && bytes.len() > 3
    {
        word.pop();
    }
}

/// What differs between a base form and what remains of a longer one: a silent `e`, `y` against `i`, a doubled `l`.
fn last_letter(word: &mut String) {
    let length = word.len();
    if length > 3 && word.ends_with('e') || length > 5 && word.ends_with('a') {
        word.pop();
    } else if length > 3
        && word.ends_with('y')
        && !word.ends_with("ay")
        && !word.ends_with("ey")
        && !word.ends_with("oy")
    {
        word.pop();
        word.push('i');
    }
    if word.len() > 5 && word.ends_with("ll") {
        word.pop();
    }
}

fn has_vowel(text: &str) -> bool {
    text.bytes().any(|b| b"aeiouy".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for family in [
            &["crash", "crashes", "crashed", "crashing"][..],
            &["replica", "replicas", "replication", "replicate", "replicating"],
            &["expire", "expires", "expired", "expiring", "expiration"],
            &["config", "configure", "configures", "configuration", "configured"],
            &["deploy", "deploys", "deployment", "deploying", "deployments"],
            &["fail", "fails", "failed", "failing", "failure", "failures"],
            &["ready", "readiness"],
            &["retry", "retries", "retried", "retrying"],
            &["available", "availability"],
            &["connect", "connection", "connections", "connectivity", "connected"],
            &["schedule", "scheduler", "scheduling", "scheduled"],
            &["throttle", "throttled", "throttling"],
            &["stop", "stops", "stopped", "stopping"],
            &["fill", "fills", "filling", "filled"],
            &["synchronise", "synchronising", "synchronize", "synchronization"],
            &["operator", "operate", "operation"],
            &["control", "controls", "controlled", "controller"],
            &["provision", "provisioning", "provisioned"],
            &["node", "nodes"],
            &["502", "502s"],
            &["query", "queries"],
        ] {
            let stems: Vec<String> = family.iter().map(|word| stem(word)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{family:?} {stems:?}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (a, b) in [
            ("server", "service"),
            ("station", "status"),
            ("error", "errand"),
            ("node", "nodule"),
            ("pod", "pods3"),
            ("process", "proceed"),
            ("us", "use"),
            ("dns", "dn"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }
}
