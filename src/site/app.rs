//! The compiled app: found, read, and made into assets whose names carry the hash of their bytes.

use super::Output;
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The files that Trunk made of the app, by path below the app's folder.
#[derive(Clone, Debug, Default)]
pub struct App {
    files: BTreeMap<String, Bytes>,
    /// What [`App::emit`] made of them; it is the same every time.
    emitted: OnceLock<(Output, Assets)>,
}

/// The app inside the program (feature `embed`).
#[cfg(feature = "embed")]
static EMBEDDED: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/app-dist");

/// The environment variable that names the app's folder.
pub const VARIABLE: &str = "BREAKGLASS_APP";

/// The modules beside the app that `boot.js` loads where they are needed: each of `NAME.js` and `NAME_bg.wasm`.
pub const MODULES: [&str; 2] = ["runner", "wizard"];

impl App {
    /// The app from `folder`, else from `$BREAKGLASS_APP`, else from the program itself.
    ///
    /// # Errors
    /// When there is none, or a file of it is missing or cannot be read.
    pub fn find(folder: Option<&Path>) -> Result<Self> {
        let variable = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
        if let Some(folder) = folder.map(Path::to_path_buf).or_else(|| variable.map(PathBuf::from)) {
            return Self::read(&folder);
        }
        #[cfg(feature = "embed")]
        return Self::embedded();
        #[cfg(not(feature = "embed"))]
        bail!(
            "this program was built without the browser app: give its folder with --app or ${VARIABLE} \
             (`make build` leaves it in `app-dist`), or use the program that `make dist` makes"
        );
    }

    /// The app from a folder that Trunk built.
    ///
    /// # Errors
    /// As [`App::find`].
    pub fn read(folder: &Path) -> Result<Self> {
        let mut app = Self::default();
        for name in ["app.js", "app_bg.wasm", "boot.js"] {
            app.add(folder, name)?;
        }
        for module in MODULES {
            app.add(folder, &format!("{module}.js"))?;
            app.add(folder, &format!("{module}_bg.wasm"))?;
        }
        for sub in ["styles", "icons"] {
            let listing = std::fs::read_dir(folder.join(sub))
                .with_context(|| format!("the app in {} has no folder `{sub}`", folder.display()))?;
            for entry in listing {
                let entry = entry.with_context(|| format!("cannot list {}", folder.join(sub).display()))?;
                if entry.path().is_file() {
                    app.add(folder, &format!("{sub}/{}", entry.file_name().to_string_lossy()))?;
                }
            }
        }
        Ok(app)
    }

    fn add(&mut self, folder: &Path, name: &str) -> Result<()> {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).with_context(|| {
            format!(
                "the app in {} is not complete: cannot read {name}; build it with `make build`",
                folder.display()
            )
        })?;
        self.files.insert(name.to_string(), bytes.into());
        Ok(())
    }

    #[cfg(feature = "embed")]
    fn embedded() -> Result<Self> {
        fn add(app: &mut App, dir: &include_dir::Dir<'static>) {
            for file in dir.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                app.files.insert(path, Bytes::from_static(file.contents()));
            }
            for sub in dir.dirs() {
                add(app, sub);
            }
        }
        let mut app = Self::default();
        add(&mut app, &EMBEDDED);
        Ok(app)
    }

    /// The assets, named by content, and how pages refer to them.
    ///
    /// # Errors
    /// When a file of the app is missing.
    pub fn emit(&self) -> Result<&(Output, Assets)> {
        if let Some(emitted) = self.emitted.get() {
            return Ok(emitted);
        }
        let mut files = Output::new();
        let assets = self.name(&mut files)?;
        Ok(self.emitted.get_or_init(|| (files, assets)))
    }

    fn name(&self, output: &mut Output) -> Result<Assets> {
        let wasm = Asset::new("app_bg", "wasm", self.file("app_bg.wasm")?.clone());
        let script = Asset::new("app", "js", self.script("app.js")?);
        let app_style = Asset::new("app", "css", self.style("app")?.into());
        let boot = String::from_utf8_lossy(self.file("boot.js")?)
            .replace("./app.css", &format!("./{}", app_style.name))
            .replace("./app.js", &format!("./{}", script.name))
            .replace("./app_bg.wasm", &format!("./{}", wasm.name))
            .replace("app-script-integrity", &script.reference().integrity)
            .replace("app-integrity", &wasm.reference().integrity);
        let boot = self.emit_modules(output, boot)?;
        let boot = super::offline::strip(&boot);
        let boot = Asset::new("boot", "js", boot.into());
        let style = Asset::new("style", "css", self.style("main")?.into());
        for (name, bytes) in &self.files {
            if name.starts_with("icons/") {
                output.insert(name.clone(), bytes.clone());
            }
        }
        let assets = Assets {
            boot: boot.reference(),
            script: script.reference(),
            wasm: wasm.reference(),
            style: style.reference(),
            app_style: app_style.reference(),
        };
        for asset in [wasm, script, boot, style, app_style] {
            output.insert(format!("assets/{}", asset.name), asset.bytes);
        }
        Ok(assets)
    }

    /// Puts the modules beside the app into `output` and their names into the boot script.
    fn emit_modules(&self, output: &mut Output, mut boot: String) -> Result<String> {
        for module in MODULES {
            let script = format!("{module}.js");
            let wasm = format!("{module}_bg.wasm");
            let code = Asset::new(module, "js", self.script(&script)?);
            let binary = Asset::new(&format!("{module}_bg"), "wasm", self.file(&wasm)?.clone());
            boot = boot
                .replace(&format!("./{script}"), &format!("./{}", code.name))
                .replace(&format!("./{wasm}"), &format!("./{}", binary.name))
                .replace(&format!("{module}-script-integrity"), &code.reference().integrity)
                .replace(&format!("{module}-integrity"), &binary.reference().integrity);
            for asset in [code, binary] {
                output.insert(format!("assets/{}", asset.name), asset.bytes);
            }
        }
        Ok(boot)
    }

    /// A style sheet (`main`, `app`) with its imports in their places and without comments.
    fn style(&self, name: &str) -> Result<String> {
        let main = String::from_utf8_lossy(self.file(&format!("styles/{name}.css"))?).into_owned();
        let mut out = String::new();
        for line in main.lines() {
            let imported = line
                .trim()
                .strip_prefix("@import \"./")
                .and_then(|rest| rest.strip_suffix("\";"));
            match imported {
                Some(name) => {
                    out.push_str(&strip_css_comments(&String::from_utf8_lossy(
                        self.file(&format!("styles/{name}"))?,
                    )));
                }
                None => out.push_str(line),
            }
            out.push('\n');
        }
        Ok(strip_css_comments(&out))
    }

    /// A script that wasm-bindgen made, without what only its readers need.
    fn script(&self, name: &str) -> Result<Bytes> {
        let script = String::from_utf8_lossy(self.file(name)?);
        Ok(super::offline::strip(&script).into())
    }

    fn file(&self, name: &str) -> Result<&Bytes> {
        match self.files.get(name) {
            Some(bytes) => Ok(bytes),
            None => bail!("the app is not complete: it has no {name}; build it with `make build`"),
        }
    }
}

/// The names under which pages refer to the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The module that starts the app.
    pub boot: AssetReference,
    /// The JavaScript that wasm-bindgen made.
    pub script: AssetReference,
    /// The app itself.
    pub wasm: AssetReference,
    /// The style sheet of what is read.
    pub style: AssetReference,
    /// The one of what the app shows, and of pages other than runbooks'. It comes behind the first.
    pub app_style: AssetReference,
}

/// An asset as a page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetReference {
    /// Path below the site's root.
    pub path: String,
    /// Value of the `integrity` attribute (Subresource Integrity, SHA-256).
    pub integrity: String,
}

struct Asset {
    name: String,
    bytes: Bytes,
    integrity: String,
}

impl Asset {
    fn new(stem: &str, extension: &str, bytes: Bytes) -> Self {
        let hash = Sha256::digest(&bytes);
        Self {
            name: format!("{stem}-{}.{extension}", &hexadecimal(&hash)[..16]),
            bytes,
            integrity: format!("sha256-{}", STANDARD.encode(hash)),
        }
    }

    fn reference(&self) -> AssetReference {
        AssetReference {
            path: format!("assets/{}", self.name),
            integrity: self.integrity.clone(),
        }
    }
}

/// The SHA-256 of `bytes` as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |number: u8| char::from_digit(u32::from(number), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// The value of a Content-Security-Policy source for an inline script or style.
pub fn csp_hash(inline: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(inline.as_bytes())))
}

/// Style sheets without comments, indentation and empty lines. Our own sheets have no `/*` inside strings.
pub fn strip_css_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_leave_style_sheets() {
        assert_eq!(
            super::strip_css_comments("/* a */\n  p { x: y } /* b\n c */\n\nq {}"),
            "p { x: y }\nq {}"
        );
    }
}
