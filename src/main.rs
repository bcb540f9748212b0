//! The native program; see [`breakglass::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    breakglass::cli::run()
}
