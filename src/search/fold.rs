//! Characters as search sees them: case and accents folded, by a table of our own. The Unicode tables of a full
//! library would cost more in wasm than the rest of the analyser.

/// Base letters of U+00C0 to U+017F; `*` is a character that [`fold`] treats by itself.
const LATIN: &[u8; 192] = b"aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Appends `c` to `out`: lower case, without accent, full-width forms as plain ones. Combining marks vanish, so that
/// composed and decomposed text meet.
pub fn fold(c: char, out: &mut String) {
    match c {
        '\0'..='\u{7f}' => out.push(c.to_ascii_lowercase()),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' | 'ẞ' => out.push_str("ss"),
        'þ' | 'Þ' => out.push_str("th"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ĳ' | 'Ĳ' => out.push_str("ij"),
        '\u{c0}'..='\u{17f}' => {
            let base = LATIN.get(c as usize - 0xc0).copied().unwrap_or(b'*');
            out.push(if base == b'*' { c } else { char::from(base) });
        }
        '\u{300}'..='\u{36f}' => {}
        // Vietnamese.
        '\u{1ea0}'..='\u{1eb7}' => out.push('a'),
        '\u{1eb8}'..='\u{1ec7}' => out.push('e'),
        '\u{1ec8}'..='\u{1ecb}' => out.push('i'),
        '\u{1ecc}'..='\u{1ee3}' => out.push('o'),
        '\u{1ee4}'..='\u{1ef1}' => out.push('u'),
        '\u{1ef2}'..='\u{1ef9}' => out.push('y'),
        // Greek.
        'ά' | 'Ά' => out.push('α'),
        'έ' | 'Έ' => out.push('ε'),
        'ή' | 'Ή' => out.push('η'),
        'ί' | 'Ί' | 'ϊ' | 'ΐ' => out.push('ι'),
        'ό' | 'Ό' => out.push('ο'),
        'ύ' | 'Ύ' | 'ϋ' | 'ΰ' => out.push('υ'),
        'ώ' | 'Ώ' => out.push('ω'),
        'ς' => out.push('σ'),
        'Α'..='Ω' => out.push(moved(c, 0x20)),
        // Cyrillic.
        'ё' | 'Ё' => out.push('е'),
        'А'..='Я' => out.push(moved(c, 0x20)),
        '\u{400}'..='\u{40f}' => out.push(moved(c, 0x50)),
        // Full-width forms.
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
            out.push(plain.to_ascii_lowercase());
        }
        _ => out.push(c),
    }
}

fn moved(c: char, by: u32) -> char {
    char::from_u32(c as u32 + by).unwrap_or(c)
}

/// `text` folded.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold(c, &mut out);
    }
    out
}

/// Whether `c` belongs to words. Beyond ASCII everything does but known spaces, punctuation and symbols.
pub fn is_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        'ª' | 'µ' | 'º' => true,
        '\u{80}'..='\u{bf}' | '×' | '÷' => false,
        '\u{1680}' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{2bff}' => false,
        '々' | '〇' => true,
        '\u{3000}'..='\u{303f}' | '\u{30fb}' => false,
        '\u{fe00}'..='\u{fe6f}' | '\u{feff}' | '\u{fffc}'..='\u{ffff}' => false,
        '\u{ff01}'..='\u{ff65}' => matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'),
        '\u{e000}'..='\u{f8ff}' | '\u{1f000}'..='\u{1faff}' => false,
        _ => true,
    }
}

/// Whether `c` is of a script that writes no spaces between words: Chinese characters, kana, Hangul. Such text is found
/// by pairs of neighbouring characters.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '々' | '〇' | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{312f}' | '\u{3131}'..='\u{318f}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_fold() {
        for (text, plain) in [
            ("Größe", "grosse"),
            ("ŁÓDŹ", "lodz"),
            ("cafe\u{301}", "cafe"),
            ("Đặng", "dang"),
            ("ΆΛΦΑ", "αλφα"),
            ("Ёлка", "елка"),
            ("ＯＯＭ", "oom"),
            ("Æther", "aether"),
            ("復旧", "復旧"),
        ] {
            assert_eq!(folded(text), plain);
        }
    }

    #[test]
    fn the_latin_table_keeps_letters_letters() {
        for code in 0xc0..=0x17f_u32 {
            let c = char::from_u32(code).unwrap();
            let out = folded(&c.to_string());
            if is_word(c) {
                assert!(out.bytes().all(|b| b.is_ascii_lowercase()), "{c} {out}");
            }
        }
    }

    #[test]
    fn punctuation_and_emoji_are_no_words() {
        for c in ['—', '“', '。', '、', '→', '✓', '🚨', '　', '・'] {
            assert!(!is_word(c), "{c}");
        }
        for c in ['é', 'я', '復', 'ー', 'ア', '한', 'ß'] {
            assert!(is_word(c), "{c}");
        }
    }
}
