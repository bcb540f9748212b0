//! `breakglass completions`: what a shell completes.

use super::Outcome;
use super::args::{Args, Completions};
use super::render::print;
use anyhow::Result;
use clap::CommandFactory;

/// Prints the completions for the shell.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(command: &Completions) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Args::command(), "breakglass", &mut script);
    // The generator itself panics where it cannot write, as into a closed pipe.
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Success)
}
