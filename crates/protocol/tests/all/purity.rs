use std::fs;
use std::path::Path;

/// Design: `model`, `protocol`, `view` and `reports` are handed `now` and randomness, and touch neither disk nor network.
#[test]
fn the_pure_crates_list_nothing_that_touches_the_world() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for name in ["model", "protocol", "view", "reports"] {
        let manifest = fs::read_to_string(crates.join(name).join("Cargo.toml")).unwrap();
        let own = manifest.split("[dev-dependencies]").next().unwrap();
        for forbidden in [
            "tokio",
            "rusqlite",
            "reqwest",
            "tauri",
            "axum",
            "getrandom",
            "rand",
            "replica",
            "tables",
            "sync-server",
        ] {
            let listed = own.lines().any(|line| line.split(['.', ' ', '=']).next() == Some(forbidden));
            assert!(!listed, "{name} must stay pure, and lists {forbidden}");
        }
    }
}

#[test]
fn the_pure_crates_read_no_clock() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders =
        ["model", "protocol", "view", "reports"].map(|name| crates.join(name).join("src")).to_vec();
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for forbidden in ["Utc::now", "Local::now", "SystemTime", "Instant::now", "std::fs", "std::net"] {
                assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
            }
        }
    }
}
