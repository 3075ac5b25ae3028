//! What the compiler cannot keep, this keeps: layers, fences around crates, sizes, first lines.
//!
//! Each check is a function from a path and a text to what is wrong with it, and has tests that show
//! it failing on bad input. Here they are run over the repository.

mod code;
mod files;
mod layers;
mod policies;
mod repository;

use repository::File;

/// Fails with everything that is wrong, one line each.
#[track_caller]
fn demand_none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// What a check says about every file, with the file's name before it.
fn complaints(files: &[File], check: impl Fn(&str, &str) -> Vec<String>) -> Vec<String> {
    let say = |file: &File| -> Vec<String> {
        let found = check(&file.path, &file.text);
        found
            .iter()
            .map(|problem| format!("{}: {problem}", file.path))
            .collect()
    };
    files.iter().flat_map(say).collect()
}

#[test]
fn layers_use_only_the_layers_below_them() {
    demand_none(complaints(&repository::files(), layers::forbidden_layers));
}

#[test]
fn each_crate_stays_in_its_layer() {
    demand_none(complaints(&repository::files(), layers::forbidden_crates));
}

#[test]
fn serde_sarif_is_used_by_one_file() {
    let files = repository::files();
    let users = layers::users_of(
        "serde_sarif",
        files.iter().map(|f| (f.path.as_str(), f.text.as_str())),
    );
    assert!(
        users.len() <= 1,
        "leaving serde-sarif must stay the work of one file: {users:?}"
    );
    assert!(
        users
            .iter()
            .all(|path| path.starts_with("src/report/sarif")),
        "serde-sarif belongs to the SARIF reporter: {users:?}"
    );
}

#[test]
fn files_are_in_order() {
    let files = repository::files();
    demand_none(complaints(&files, files::problems));
}

#[test]
fn files_are_small() {
    let files = repository::files();
    demand_none(complaints(&files, files::too_long));
    let lengths: Vec<usize> = files
        .iter()
        .filter(|f| f.path.ends_with(".rs"))
        .map(|f| f.text.lines().count())
        .collect();
    let median = files::median(&lengths);
    println!("{} Rust files, median {median} lines", lengths.len());
    assert!(
        median <= 150,
        "the median Rust file has {median} lines; a file is one idea"
    );
}

#[test]
fn each_policy_has_cases() {
    let files = repository::files();
    let paths: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
    demand_none(policies::without_cases(&paths));
}
