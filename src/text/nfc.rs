//! Unicode Normalization Form C (Unicode Standard Annex #15).
//!
//! The tables cost some 40 kB in WebAssembly, where the browser already has them, so each side asks its own.

/// `text` in Normalization Form C. ASCII comes back as it is.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() {
        return text.to_string();
    }
    imp::nfc(text)
}

#[cfg(not(target_arch = "wasm32"))]
mod imp {
    #[cfg(feature = "cli")]
    pub fn nfc(text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfc(text).collect()
    }

    /// Built for its documentation or as a bare library, without the program: text stays as it is.
    #[cfg(not(feature = "cli"))]
    pub fn nfc(text: &str) -> String {
        text.to_string()
    }
}

#[cfg(target_arch = "wasm32")]
mod imp {
    #[cfg(feature = "app")]
    pub fn nfc(text: &str) -> String {
        js_sys::JsString::from(text).normalize("NFC").into()
    }

    #[cfg(not(feature = "app"))]
    pub fn nfc(text: &str) -> String {
        text.to_string()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    #[test]
    fn composes() {
        assert_eq!(super::nfc("Re\u{301}seau"), "R\u{e9}seau");
    }
}
