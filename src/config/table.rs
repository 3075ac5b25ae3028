//! A table of the file, read key by key: what has the wrong type and what nobody asked for is a problem.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::did_you_mean;
use super::problem::Problems;

/// A value and where it stands.
pub(super) type Value<'v, 't> = &'v Spanned<DeValue<'t>>;

/// A table of which keys are taken.
pub(super) struct Table<'v, 't> {
    /// What it is, for messages: `an account`.
    what: &'static str,
    entries: &'v DeTable<'t>,
    taken: Vec<&'static str>,
}

impl<'v, 't> Table<'v, 't> {
    pub(super) fn new(what: &'static str, entries: &'v DeTable<'t>) -> Self {
        Table {
            what,
            entries,
            taken: Vec::new(),
        }
    }

    /// The value of a key.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'v, 't>> {
        self.taken.push(key);
        self.entries.get(key)
    }

    pub(super) fn text(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Option<Spanned<String>> {
        text(self.take(key)?, key, problems)
    }

    pub(super) fn boolean(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Option<bool> {
        let value = self.take(key)?;
        let found = value.as_ref().as_bool();
        if found.is_none() {
            mismatch(value, key, "true or false", problems);
        }
        found
    }

    pub(super) fn texts(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Vec<Spanned<String>> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let Some(items) = value.as_ref().as_array() else {
            mismatch(value, key, "a list of texts", problems);
            return Vec::new();
        };
        let items = items.iter();
        items.filter_map(|item| text(item, key, problems)).collect()
    }

    /// The keys and values of a table inside.
    pub(super) fn tables(
        &mut self,
        key: &'static str,
        problems: &mut Problems<'_>,
    ) -> Vec<Named<'v, 't>> {
        match self.take(key) {
            Some(value) => named_tables(value, key, problems),
            None => Vec::new(),
        }
    }

    /// Reports the keys that nobody took.
    pub(super) fn finish(self, problems: &mut Problems<'_>) {
        for (key, _) in self.entries {
            let name: &str = key.as_ref();
            if !self.taken.contains(&name) {
                problems.add(
                    key.span(),
                    format!("{} has no key `{name}`", self.what),
                    did_you_mean(name, "keys", self.taken.iter().copied()),
                );
            }
        }
    }
}

/// A key and the table that it names.
pub(super) struct Named<'v, 't> {
    pub(super) name: Spanned<String>,
    pub(super) table: &'v DeTable<'t>,
}

/// The tables in a table.
pub(super) fn named_tables<'v, 't>(
    value: Value<'v, 't>,
    key: &str,
    problems: &mut Problems<'_>,
) -> Vec<Named<'v, 't>> {
    let Some(tables) = value.as_ref().as_table() else {
        mismatch(value, key, "a table", problems);
        return Vec::new();
    };
    let mut named = Vec::new();
    for (name, value) in tables {
        match value.as_ref().as_table() {
            Some(table) => named.push(Named {
                name: Spanned::new(name.span(), name.as_ref().to_string()),
                table,
            }),
            None => mismatch(value, name.as_ref(), "a table", problems),
        }
    }
    named
}

fn text(value: Value<'_, '_>, key: &str, problems: &mut Problems<'_>) -> Option<Spanned<String>> {
    match value.as_ref().as_str() {
        Some(text) => Some(Spanned::new(value.span(), text.to_owned())),
        None => {
            mismatch(value, key, "a text", problems);
            None
        }
    }
}

/// Reports a value of the wrong type.
pub(super) fn mismatch(value: Value<'_, '_>, key: &str, wanted: &str, problems: &mut Problems<'_>) {
    let found = type_of(value.as_ref());
    problems.add(
        value.span(),
        format!("`{key}` is {found}"),
        format!("write {wanted}"),
    );
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
