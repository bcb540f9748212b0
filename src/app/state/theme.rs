//! Light or dark.

use crate::app::browser::{page, storage};
use leptos::prelude::*;

/// How the page is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the operating system wants it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The theme stored as `value`; anything unknown is the system's.
    fn from_stored(value: Option<&str>) -> Self {
        match value {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme` and of the stored preference. The system's theme has none: it is what happens without.
    fn stored(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::System => "Theme: system",
            Self::Light => "Theme: light",
            Self::Dark => "Theme: dark",
        }
    }
}

/// The reader's choice of theme. A handle: copies are the same choice.
#[derive(Clone, Copy)]
pub struct ThemeChoice {
    theme: RwSignal<Theme>,
    key: StoredValue<String>,
}

impl ThemeChoice {
    /// Reads the choice stored under `key` and applies it. Unreadable storage means the system's theme.
    pub fn load(key: String) -> Self {
        let theme = Theme::from_stored(storage::read(&key).as_deref());
        let choice = Self {
            theme: RwSignal::new(theme),
            key: StoredValue::new(key),
        };
        choice.apply(theme);
        choice
    }

    /// The theme that is chosen.
    pub fn theme(self) -> Theme {
        self.theme.get_untracked()
    }

    /// The name of the choice, for its button.
    pub fn label(self) -> Signal<&'static str> {
        Signal::derive(move || self.theme.get().label())
    }

    /// Chooses the next theme, for this page and for later ones.
    pub fn choose_next(self) {
        let theme = self.theme().next();
        self.theme.set(theme);
        self.apply(theme);
        self.key.with_value(|key| storage::write(key, theme.stored()));
    }

    fn apply(self, theme: Theme) {
        page::set_root_attribute("data-theme", theme.stored());
    }
}
