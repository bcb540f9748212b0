//! The command line: one module for each command.

mod alerts;
mod args;
mod build;
mod check;
mod completions;
mod files;
mod findings;
mod man;
mod new;
mod render;
mod review;
mod search;
mod serve;
mod today;
mod words;

use args::{Args, Command};
use clap::Parser;
use std::io::Write as _;
use std::process::ExitCode;

/// How a command ended; `Err` in a command means wrong usage or failed input and output.
enum Outcome {
    /// It did what it was asked.
    Success,
    /// It found what it was asked to refuse.
    Findings,
}

/// Exit code for wrong usage and for failed input and output.
const FAILURE: u8 = 2;

/// Runs the command that the arguments name, and reports errors. Exit codes: 0 success, 1 findings or a refused build,
/// 2 wrong usage or I/O.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(told) => return tell(&told),
    };
    let printer = render::Printer::new(args.color);
    let outcome = match &args.command {
        Command::Build(command) => build::run(command, &printer),
        Command::New(command) => new::run(command, &printer),
        Command::Check(command) => check::run(command, &printer),
        Command::Serve(command) => serve::run(command, &printer),
        Command::Alerts(command) => alerts::run(command, &printer),
        Command::Review(command) => review::run(command, &printer),
        Command::Completions(command) => completions::run(command),
        Command::Search(command) => search::run(command, &printer),
        Command::Man(command) => man::run(command),
    };
    match outcome {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            printer.error(&error);
            ExitCode::from(FAILURE)
        }
    }
}

/// Prints help, the version or what is wrong with the arguments, and gives the exit code; clap's own way passes over an
/// output that took nothing.
fn tell(told: &clap::Error) -> ExitCode {
    let is_gone = |error: &std::io::Error| error.kind() == std::io::ErrorKind::BrokenPipe;
    match told.print().and_then(|()| std::io::stdout().flush()) {
        Err(error) if !is_gone(&error) => {
            eprintln!("error: cannot write to standard output: {error}");
            ExitCode::from(FAILURE)
        }
        _ => ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(FAILURE)),
    }
}
