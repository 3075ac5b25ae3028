//! Finding the `# METADATA` block of a package, as OPA does.

use super::super::problem::Problem;
use super::super::source::Source;
use super::Spot;

/// The block and the package to which it is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The YAML, without the comment signs.
    pub yaml: String,
    /// The line on which `# METADATA` stands.
    pub line: u32,
    /// How many characters were cut off each line of the YAML.
    cut: Vec<u32>,
    /// The parts of the package, in the form in which they are written, joined by dots.
    pub package: String,
    /// Where `package` stands.
    pub package_at: Spot,
}

impl Block {
    /// The place in the file of a place in the YAML.
    pub(super) fn spot(&self, line: u64, column: u64) -> Spot {
        let line = u32::try_from(line).unwrap_or(u32::MAX).max(1);
        let column = u32::try_from(column).unwrap_or(u32::MAX).max(1);
        let index = usize::try_from(line - 1).unwrap_or(usize::MAX);
        let cut = self.cut.get(index).or(self.cut.last()).copied();
        Spot {
            line: self.line.saturating_add(line),
            column: column.saturating_add(cut.unwrap_or_default()),
        }
    }
}

/// Finds the last block before `package`; blank lines and other comments may stand between them.
pub(super) fn find(source: Source<'_>) -> Result<Block, Vec<Problem>> {
    let mut block: Option<Block> = None;
    let mut open = false;
    for (line, text) in (1..).zip(source.text.lines()) {
        let spot = Spot { line, column: 1 };
        let trimmed = text.trim_start();
        let Some(comment) = trimmed.strip_prefix('#') else {
            open = false;
            match trimmed.strip_prefix("package") {
                Some(rest) if rest.starts_with([' ', '\t']) => {
                    return attach(source, block, rest, spot);
                }
                _ if trimmed.is_empty() => continue,
                _ => break,
            }
        };
        if comment.trim() == "METADATA" {
            if block.is_some() {
                let help = "join the two blocks";
                return Err(vec![spot.problem(
                    source.file,
                    "a second METADATA block of the package",
                    help,
                )]);
            }
            open = true;
            block = Some(Block {
                yaml: String::new(),
                line,
                cut: Vec::new(),
                package: String::new(),
                package_at: Spot::default(),
            });
        } else if let Some(block) = block.as_mut().filter(|_| open) {
            block.take(text, comment);
        }
    }
    let spot = Spot { line: 1, column: 1 };
    let help = "begin with a METADATA block, then `package <assize or user>.<service>.<name>`";
    Err(vec![spot.problem(
        source.file,
        "the file has no package",
        help,
    )])
}

impl Block {
    fn take(&mut self, line: &str, comment: &str) {
        let content = comment.strip_prefix(' ').unwrap_or(comment);
        let cut = line.chars().count() - content.chars().count();
        self.cut.push(u32::try_from(cut).unwrap_or(u32::MAX));
        self.yaml.push_str(content);
        self.yaml.push('\n');
    }
}

fn attach(
    source: Source<'_>,
    block: Option<Block>,
    rest: &str,
    package_at: Spot,
) -> Result<Block, Vec<Problem>> {
    let package = rest.split('#').next().unwrap_or_default().trim().to_owned();
    let Some(block) = block else {
        let help = "put the contract of the rule, a comment block that begins with `# METADATA`, above `package`";
        return Err(vec![package_at.problem(
            source.file,
            "the package has no METADATA block",
            help,
        )]);
    };
    Ok(Block {
        package,
        package_at,
        ..block
    })
}
