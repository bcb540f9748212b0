//! Bounds on what is stored and imported, each with its reason.

/// Characters of one text (note, pasted output). A screen of output is 4,000; longer ones belong into a file.
pub const LONGEST_TEXT: usize = 65_536;

/// Characters of a name: a step's id is its text, a variable's value is one word of a command.
pub const LONGEST_NAME: usize = 1_024;

/// Characters of an id of an event, run or device: ours have 16 to 22.
pub const LONGEST_ID: usize = 64;

/// Values logged with one copied command.
pub const MOST_VALUES: usize = 64;

/// The largest logical clock that an imported event may have. A run of 10,000 acts reaches 10,000; the bound leaves
/// room to count on from whatever was imported.
pub const HIGHEST_CLOCK: u64 = 1 << 40;

/// Bytes of an imported file, and of a link's content once decompressed. A run of 200 steps with notes is 150 kB.
pub const LARGEST_IMPORT: usize = 8 << 20;

/// Bytes of a link's content before decompression, as they stand in the fragment. Chat programs cut longer links.
pub const LONGEST_LINK: usize = 8_000;

/// Bytes of a link's content after decompression.
pub const LARGEST_LINK_CONTENT: usize = 1 << 20;

/// Events in one import.
pub const MOST_EVENTS: usize = 20_000;

/// Runs in one import.
pub const MOST_RUNS: usize = 200;

/// Records of one import that could not be read and are kept as they are.
pub const MOST_SET_ASIDE: usize = 1_000;
