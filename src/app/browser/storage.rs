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
