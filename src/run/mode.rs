//! What a run is for.

/// What a run is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The real thing.
    #[default]
    Incident,
    /// An exercise.
    Drill,
    /// Somebody learns.
    Training,
}

impl Mode {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Incident, Self::Drill, Self::Training];

    /// Its name in events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Drill => "drill",
            Self::Training => "training",
        }
    }

    /// Its name for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Incident => "Incident",
            Self::Drill => "Drill",
            Self::Training => "Training",
        }
    }

    /// The mode with this name; anything unknown is an incident.
    pub fn read(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|mode| mode.name() == name)
            .unwrap_or_default()
    }
}
