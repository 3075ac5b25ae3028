//! A policy file as it was read.

/// A Rego module and the name by which errors call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// The path of the file, with `/` between its parts.
    pub file: &'a str,
    /// What stands in it.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    /// The name of the file without its folders and `.rego`.
    pub fn stem(&self) -> &'a str {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or(self.file);
        name.strip_suffix(".rego").unwrap_or(name)
    }

    /// The name of the folder in which the file stands, if it is told.
    pub fn folder(&self) -> Option<&'a str> {
        let mut parts = self.file.rsplit(['/', '\\']);
        parts.next();
        parts.next().filter(|name| !name.is_empty())
    }
}
