//! Takes out of the app's modules what wasm-bindgen leaves in them and nothing uses: classes of libraries that no page
//! calls, imports that are gone, and names of 30 letters where two do. A page loads these bytes over bad networks.
//!
//! `shrink exports FILE.js FILE.wasm` runs before wasm-opt, which then drops what only those exports reached;
//! `shrink imports FILE.js FILE.wasm` after it. What does not look as wasm-bindgen writes it is an error: then this
//! program has to learn the new form. Compiled by rustc alone, for it uses nothing but the standard library.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [phase, js, wasm] = words.as_slice() else {
        eprintln!("usage: shrink exports|imports FILE.js FILE.wasm");
        return ExitCode::from(2);
    };
    match shrink(phase, Path::new(js), Path::new(wasm)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("shrink {phase}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn shrink(phase: &str, js: &Path, wasm: &Path) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let script = std::fs::read_to_string(js).map_err(|error| told(js, error))?;
    let module = std::fs::read(wasm).map_err(|error| told(wasm, error))?;
    let (script, module) = match phase {
        "exports" => {
            let script = without_classes(&script);
            let module = without_exports(&module, &script).ok_or(format!("{} is no module", wasm.display()))?;
            (script, module)
        }
        "imports" => short_imports(&script, &module)?,
        other => return Err(format!("`{other}` is neither `exports` nor `imports`")),
    };
    std::fs::write(js, script).map_err(|error| told(js, error))?;
    std::fs::write(wasm, module).map_err(|error| told(wasm, error))
}

/// Words as JavaScript has them.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect()
}

/// The script without its exported classes: ours exports functions only, and classes come from libraries.
pub fn without_classes(script: &str) -> String {
    let mut names = Vec::new();
    let mut kept = Vec::new();
    let mut is_inside = false;
    for line in script.lines() {
        let name = line
            .strip_prefix("export class ")
            .and_then(|rest| rest.split(' ').next());
        if let Some(name) = name {
            names.push(name);
            is_inside = true;
        }
        if !is_inside {
            kept.push(line);
        }
        is_inside &= line != "}";
    }
    // `if (Symbol.dispose) Name.…`, and `const NameFinalization = …;` over three lines.
    let is_of_class = |line: &str| {
        names.iter().any(|name| {
            line.contains(&format!(" {name}.prototype")) || line.starts_with(&format!("const {name}Finalization "))
        })
    };
    let mut out = String::new();
    let mut is_inside = false;
    for line in kept {
        is_inside |= is_of_class(line);
        if !is_inside {
            out.push_str(line);
            out.push('\n');
        }
        is_inside &= !line.ends_with(';');
    }
    out
}

/// The module without exports that its script does not name. `None` for bytes that are no module.
pub fn without_exports(module: &[u8], script: &str) -> Option<Vec<u8>> {
    let known = words(script);
    rewritten(module, 7, |section| {
        let mut at = 0;
        let mut kept = Vec::new();
        for _ in 0..number(section, &mut at)? {
            let start = at;
            let name = text(section, &mut at)?;
            at += 1; // what is exported: function, table, memory, global
            number(section, &mut at)?;
            if known.contains(name) {
                kept.push(section.get(start..at)?);
            }
        }
        Some([written(kept.len()), kept.concat()].concat())
    })
}

/// Imports that the module no longer has are taken out of the script; the others get short names in both.
pub fn short_imports(script: &str, module: &[u8]) -> Result<(String, Vec<u8>), String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let module = rewritten(module, 2, |section| {
        let mut at = 0;
        let count = number(section, &mut at)?;
        let mut out = written(count);
        for _ in 0..count {
            let from = text(section, &mut at)?;
            let name = text(section, &mut at)?;
            let start = at;
            skip_type(section, &mut at)?;
            let next = format!("i{}", names.len());
            let short = names.entry(name.to_string()).or_insert(next);
            for word in [from, short.as_str()] {
                out.extend(written(word.len()));
                out.extend(word.bytes());
            }
            out.extend(section.get(start..at)?);
        }
        Some(out)
    });
    let module = module.ok_or("not a module as wasm-bindgen writes it")?;
    let taken = words(script);
    if let Some(short) = names.values().find(|short| taken.contains(short.as_str())) {
        return Err(format!("the script has a word `{short}` of its own"));
    }
    if let Some(name) = names.keys().find(|name| !taken.contains(name.as_str())) {
        return Err(format!("the script does not name the import `{name}`"));
    }
    let script = without_imports(script, |name| names.contains_key(name));
    let mut out = String::new();
    let mut rest = script.as_str();
    while let Some(start) = rest.find(is_word) {
        let behind = rest.get(start..).unwrap_or("");
        let length = behind.find(|c| !is_word(c)).unwrap_or(behind.len());
        let (word, next) = behind.split_at(length);
        out.push_str(rest.get(..start).unwrap_or(""));
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = next;
    }
    out.push_str(rest);
    Ok((out, module))
}

/// The script without the members of its table of imports that are not wanted. A member begins with its name behind eight
/// spaces and ends at the next line of that indentation that ends with a comma.
fn without_imports(script: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut is_inside = false;
    for line in script.lines() {
        let member = line
            .strip_prefix("        ")
            .filter(|rest| rest.starts_with("__wb"))
            .and_then(|rest| rest.split_once(": "));
        is_inside |= member.is_some_and(|(name, _)| !is_wanted(name));
        if !is_inside {
            out.push_str(line);
            out.push('\n');
        }
        let is_deep = line.starts_with("         ");
        is_inside &= is_deep || !line.ends_with(',');
    }
    out
}

// ---- WebAssembly's binary format (version 1, chapter 5 of its specification) -------------------

/// The module with section `wanted` as `change` makes it.
fn rewritten(module: &[u8], wanted: u8, change: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let (head, _) = module
        .split_at_checked(8)
        .filter(|(head, _)| head.starts_with(b"\0asm"))?;
    let mut out = head.to_vec();
    let mut change = Some(change);
    let mut at = 8;
    while let Some(id) = module.get(at) {
        at += 1;
        let length = number(module, &mut at)?;
        let body = module.get(at..at.checked_add(length)?)?;
        at += length;
        let changed = match change.take_if(|_| *id == wanted) {
            Some(change) => change(body)?,
            None => body.to_vec(),
        };
        out.push(*id);
        out.extend(written(changed.len()));
        out.extend(changed);
    }
    Some(out)
}

/// An unsigned LEB128 of at most 32 bits at `at`, which is moved behind it.
fn number(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut value = 0usize;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= usize::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn written(mut value: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let byte = (value & 0x7F) as u8;
        value >>= 7;
        if value == 0 {
            out.push(byte);
            return out;
        }
        out.push(byte | 0x80);
    }
}

fn text<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a str> {
    let length = number(bytes, at)?;
    let text = bytes.get(*at..at.checked_add(length)?)?;
    *at += length;
    std::str::from_utf8(text).ok()
}

/// Moves behind what an import is: a function, table, memory, global or tag.
fn skip_type(bytes: &[u8], at: &mut usize) -> Option<()> {
    let kind = *bytes.get(*at)?;
    *at += 1;
    let limits = |at: &mut usize| {
        let flags = number(bytes, at)?;
        number(bytes, at)?;
        if flags & 1 == 1 {
            number(bytes, at)?;
        }
        Some(())
    };
    match kind {
        0 => {
            number(bytes, at)?;
        }
        1 => {
            *at += 1;
            limits(at)?;
        }
        2 => limits(at)?,
        3 => *at += 2,
        4 => {
            *at += 1;
            number(bytes, at)?;
        }
        _ => return None,
    }
    Some(())
}
