//! What a reader says of a step.

/// A step's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Not decided, or no longer.
    #[default]
    Open,
    /// Done.
    Done,
    /// Tried, and it did not work.
    Failed,
    /// Left out.
    Skipped,
    /// Not for this case.
    NotApplicable,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Done, Self::Failed, Self::Skipped, Self::NotApplicable];

    /// Its name in events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Its name for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Skipped => "Skipped",
            Self::NotApplicable => "Not applicable",
        }
    }

    /// A shape for it, beside the words.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::Done => "✓",
            Self::Failed => "✕",
            Self::Skipped => "»",
            Self::NotApplicable => "–",
        }
    }

    /// The mark with this name; `None` for an unknown one.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }
}
