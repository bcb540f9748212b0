//! Which way a language is written.

/// Whether text in the language of a BCP 47 tag runs from right to left: by its script where the tag names one, else by
/// the language.
pub fn is_right_to_left(tag: &str) -> bool {
    const SCRIPTS: [&str; 10] = [
        "arab", "aran", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand", "samr",
    ];
    const LANGUAGES: [&str; 22] = [
        "ar", "arc", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps",
        "sd", "syr", "ug", "ur", "yi",
    ];
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("");
    let is = |names: &[&str], part: &str| names.iter().any(|name| name.eq_ignore_ascii_case(part));
    let script = parts
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    match script {
        Some(script) => is(&SCRIPTS, script),
        None => is(&LANGUAGES, language),
    }
}

#[cfg(test)]
mod tests {
    use super::is_right_to_left;

    #[test]
    fn by_script_then_by_language() {
        for tag in ["ar", "AR-eg", "he", "fa-IR", "ur", "yi", "az-Arab", "pa-arab-PK", "ckb"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in [
            "",
            "en",
            "de-CH",
            "ar-Latn",
            "az",
            "zh-Hant",
            "en-x-arab",
            "are",
            "de-1901",
        ] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
