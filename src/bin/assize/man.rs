//! `assize man`: the manual pages.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use crate::args::Cli;
use crate::console;
use crate::end::{End, Failure};
use crate::files::{self, Readers};

/// Print the manual page, or write the pages of all commands
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize man | man -l -
  assize man -o ~/.local/share/man/man1")]
pub(crate) struct Arguments {
    /// Write a page for each command into this directory; it is made if it is not there
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Arguments) -> Result<End, Failure> {
    let mut main = Cli::command();
    main.build();
    let Some(directory) = &args.output else {
        console::print(&page(main)?)?;
        return Ok(End::Done);
    };
    files::make_directory(directory)?;
    let mut commands = vec![main];
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands().cloned());
        let name = command
            .get_display_name()
            .unwrap_or_else(|| command.get_name());
        let path = directory.join(format!("{name}.1"));
        let page = page(command)?;
        files::write(&path, Readers::Usual, |file| file.write_all(&page))?;
    }
    Ok(End::Done)
}

fn page(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    // The date of the build would make two builds differ.
    let man = Man::new(command).date("");
    man.render(&mut page)
        .map_err(|error| Failure::Failed(format!("cannot render the manual page: {error}")))?;
    Ok(page)
}
