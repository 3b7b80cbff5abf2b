use std::fs;
use std::path::Path;

/// The domain, its documents and its messages are handed `now` and randomness, and touch neither disk nor network.
#[test]
fn the_pure_crates_list_nothing_that_touches_the_world() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for name in ["document", "model", "protocol"] {
        let manifest = fs::read_to_string(crates.join(name).join("Cargo.toml")).unwrap();
        let own = manifest.split("[dev-dependencies]").next().unwrap();
        assert!(own.contains("[dependencies]"), "{name} lists what it needs in the usual place");
        for forbidden in
            ["tokio", "rusqlite", "reqwest", "tauri", "axum", "getrandom", "rand", "replica", "tables"]
        {
            let listed = own.lines().any(|line| line.trim().split(['.', ' ', '=']).next() == Some(forbidden));
            assert!(!listed, "{name} must stay pure, and lists {forbidden}");
        }
    }
}

#[test]
fn documents_stand_on_the_domain_and_the_domain_on_nothing() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let lists = |name: &str, of: &str| {
        let manifest = fs::read_to_string(crates.join(name).join("Cargo.toml")).unwrap();
        manifest.lines().any(|line| line.split(['.', ' ', '=']).next() == Some(of))
    };
    assert!(lists("document", "model"));
    for (name, of) in [("model", "document"), ("model", "protocol"), ("document", "protocol")] {
        assert!(!lists(name, of), "{name} stands below {of}");
    }
}

#[test]
fn documents_read_no_clock_and_no_file() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for forbidden in
                ["Utc::now", "Local::now", "SystemTime", "Instant::now", "std::fs", "std::net", "rand::"]
            {
                assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
            }
        }
    }
}
