//! `breakglass man`: a manual page for each command.

use super::Outcome;
use super::args::{Args, Man};
use anyhow::{Context, Result};
use clap::CommandFactory;

/// Writes `breakglass.1` and `breakglass-COMMAND.1` into the folder.
///
/// # Errors
/// When the folder cannot be made or a page not be written.
pub fn run(command: &Man) -> Result<Outcome> {
    let folder = &command.dir;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    clap_mangen::generate_to(Args::command(), folder)
        .with_context(|| format!("cannot write manual pages into {}", folder.display()))?;
    Ok(Outcome::Success)
}
