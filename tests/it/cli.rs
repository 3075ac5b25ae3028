//! Runs the built `assize` as a user would, in an environment without anything of this machine's.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A run that is being prepared.
pub(crate) struct Assize {
    command: Command,
    home: TempDir,
}

/// What a run left.
pub(crate) struct Ran {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
}

/// Prepares a run in an empty directory, which is also its home. No credentials, no metadata service.
pub(crate) fn assize<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Assize {
    let home = tempfile::tempdir().expect("a directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .current_dir(home.path())
        .stdin(Stdio::null());
    Assize { command, home }
}

impl Assize {
    /// Sets variables of the environment.
    pub(crate) fn envs<N: AsRef<OsStr>, V: AsRef<OsStr>>(
        mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.command.envs(variables);
        self
    }

    /// Runs it in this directory.
    pub(crate) fn cwd(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    /// Its home, in which it runs unless `cwd` says otherwise. Lives as long as this.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts it; whoever does so waits for its end.
    #[cfg(feature = "aws")]
    pub(crate) fn spawn(&mut self) -> std::process::Child {
        let command = self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("assize starts")
    }

    /// Runs it to its end.
    pub(crate) fn run(&mut self) -> Ran {
        let output = self.command.output().expect("assize starts");
        Ran {
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
            code: output.status.code(),
        }
    }
}

#[test]
fn asking_for_the_version_leaves_nothing_behind() {
    let elsewhere = tempfile::tempdir().expect("a directory");
    let mut assize = assize(["--version"])
        .envs([("NO_COLOR", "1")])
        .cwd(elsewhere.path());
    let ran = assize.run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(!ran.stdout.contains('\u{1b}'), "{:?}", ran.stdout);
    for directory in [assize.home(), elsewhere.path()] {
        let left = std::fs::read_dir(directory).expect("a directory").count();
        assert_eq!(left, 0, "{}", directory.display());
    }
}
