//! Rust code with comments and the inside of literals blanked, so that words in prose do not count.

/// The text with every comment and the content of every string replaced by spaces; lines stay lines.
pub(crate) fn only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let length = literal_or_comment(&chars, at);
        if length == 0 {
            out.push(chars[at]);
            at += 1;
        } else {
            let end = (at + length).min(chars.len());
            out.extend(
                chars[at..end]
                    .iter()
                    .map(|c| if *c == '\n' { '\n' } else { ' ' }),
            );
            at = end;
        }
    }
    out
}

/// How many characters the comment or literal that begins here has; 0 if none begins here.
fn literal_or_comment(chars: &[char], at: usize) -> usize {
    let after_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match (chars[at], chars.get(at + 1)) {
        ('/', Some('/')) => chars[at..].iter().take_while(|c| **c != '\n').count(),
        ('/', Some('*')) => block_comment(&chars[at..]),
        ('"', _) => string(&chars[at..]),
        ('r', Some('"' | '#')) if !after_word => raw_string(&chars[at..]),
        ('b', Some('r')) if !after_word => match raw_string(&chars[at + 1..]) {
            0 => 0,
            length => length + 1,
        },
        ('\'', Some('\\')) => {
            2 + 1 + chars[at + 3..].iter().take_while(|c| **c != '\'').count() + 1
        }
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => 3,
        _ => 0,
    }
}

fn block_comment(chars: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(chars: &[char]) -> usize {
    let mut at = 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn raw_string(chars: &[char]) -> usize {
    let hashes = chars[1..].iter().take_while(|c| **c == '#').count();
    if chars.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let mut at = hashes + 2;
    while at < chars.len() {
        let closing = chars[at] == '"'
            && chars[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes;
        at += 1;
        if closing {
            return at + hashes;
        }
    }
    at
}

/// The identifiers of the code with the offset of each.
pub(crate) fn words(code: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in code.char_indices().chain([(code.len(), ' ')]) {
        let inside = c.is_alphanumeric() || c == '_';
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                words.push((from, &code[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The line, from 1, that an offset is on.
pub(crate) fn line(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

#[test]
fn comments_and_literals_are_blanked() {
    let check = |given: &str, want: &str| assert_eq!(only(given).trim_end(), want, "{given}");
    check("a // tokio\nb", "a         \nb");
    check("a /* b /* c */ d */ e", "a                   e");
    check(r#"f("a\"b", c)"#, "f(      , c)");
    check(r###"f(r#"a"b"#, br"x", c)"###, "f(        ,      , c)");
    check(
        "match c { '\"' => 1, '\\'' => 2, 'x' => 3 }",
        "match c {     => 1,      => 2,     => 3 }",
    );
    check("fn f<'a>(x: &'a str) {} // y", "fn f<'a>(x: &'a str) {}");
    check("for r in rows {}", "for r in rows {}");
}

#[test]
fn words_are_identifiers() {
    let found: Vec<&str> = words("use aws_sdk_ec2::Client;")
        .into_iter()
        .map(|(_, word)| word)
        .collect();
    assert_eq!(found, ["use", "aws_sdk_ec2", "Client"]);
}
