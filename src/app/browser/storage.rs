//! Small preferences, such as the theme. Never anything that must not be lost: a full, blocked or wiped storage is
//! silent here.

use super::window;
use web_sys::Storage;

/// Asking for the storage throws where cookies are blocked.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// The preference `key`. `None` when it was never stored or cannot be read.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores the preference `key`, or forgets it.
pub fn write(key: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// Stores `value` under `key`. False when the browser refuses: full, or blocked.
pub fn keep(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// All keys that begin with `prefix`, with their texts.
pub fn entries(prefix: &str) -> Vec<(String, String)> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    let keys = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    keys.filter(|key| key.starts_with(prefix))
        .filter_map(|key| {
            let value = storage.get_item(&key).ok().flatten()?;
            Some((key, value))
        })
        .collect()
}
