//! Replacing a file as a whole.

use anyhow::{Context, Result, bail};
use std::io::Write as _;
use std::path::Path;

/// Puts `new` in the place of a file that holds `old`: whole or not at all, with the permissions it has. Where the path is
/// a symbolic link, the file it leads to is replaced.
///
/// # Errors
/// When the file does not hold `old` any more, or cannot be written; then it is as it was.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<()> {
    let real = path.canonicalize().context("it cannot be found any more")?;
    let folder = real.parent().context("it has no folder")?;
    let name = real.file_name().context("it has no name")?.to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.breakglass", std::process::id()));
    let written = (|| -> Result<()> {
        let permissions = std::fs::metadata(&real)?.permissions();
        if permissions.readonly() {
            bail!("it is read-only");
        }
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)?;
        file.write_all(new)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        // Between the look at the file and here its author may have saved it.
        if std::fs::read(&real)? != old {
            bail!("it has changed since it was read; try again");
        }
        std::fs::rename(&temporary, &real)?;
        Ok(())
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// Writes a file of our own, new or in the place of another: whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, new: &[u8]) -> Result<()> {
    match std::fs::read(path) {
        Ok(old) => replace(path, &old, new),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
            let written = file.write_all(new).and_then(|()| file.sync_all());
            if written.is_err() {
                // Half of it would be taken for the whole.
                let _ = std::fs::remove_file(path);
            }
            Ok(written?)
        }
        Err(error) => Err(error.into()),
    }
}
