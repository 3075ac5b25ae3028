//! The Python environment of the tests: `target/python-venv` with `tests/requirements.txt`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::corpus::root;

/// The interpreter of the environment, which is made at the first call and kept until the
/// requirements change.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let target = target.parent().expect("the target folder");
        // Test binaries may run side by side: whoever comes second waits for the first.
        let lock = File::create(target.join("python-venv.lock")).expect("a lock file");
        lock.lock().expect("the lock on the Python environment");
        make(&target.join("python-venv"))
    })
}

fn make(folder: &Path) -> PathBuf {
    let python = folder.join("bin").join("python");
    let wanted = fs::read_to_string(root().join("tests/requirements.txt")).expect("requirements");
    // Written last: an environment without it was not finished.
    let stamp = folder.join("requirements.txt");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return python;
    }
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the old Python environment can be removed");
    }
    let mut venv = Command::new("python3");
    run(venv.args(["-m", "venv"]).arg(folder));
    let mut pip = Command::new(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    // The OPA binding asks for a newer Python than it uses.
    pip.arg("--ignore-requires-python");
    run(pip
        .arg("--requirement")
        .arg(root().join("tests/requirements.txt")));
    fs::write(&stamp, wanted).expect("the stamp of the Python environment");
    python
}

fn run(command: &mut Command) {
    let help = "the tests need python3 with venv, and PyPI or a mirror of it";
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}; {help}"));
    assert!(
        output.status.success(),
        "{command:?} failed; {help}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
