//! Hostile text, and what becomes of it.

use super::{block, code, code_cell, html, one_line, prose, sarif, shortened, visible};

#[test]
fn what_acts_is_shown() {
    assert_eq!(visible("a\u{1b}[31mred"), "a\\u{1b}[31mred");
    assert_eq!(visible("a\u{9b}31m"), "a\\u{9b}31m");
    assert_eq!(
        visible("gpj.\u{202e}exe\r\n\t"),
        "gpj.\\u{202e}exe\\r\\n\\t"
    );
    assert_eq!(
        visible("zero\u{200b}width\u{feff}"),
        "zero\\u{200b}width\\u{feff}"
    );
    assert_eq!(visible("データベース é"), "データベース é");
    assert_eq!(visible("##[add-mask]a #[b]"), "#\\u{23}[add-mask]a #[b]");
    assert_eq!(one_line("  a\n  b\tc \u{7}"), "a b c \\u{7}");
}

#[test]
fn long_text_says_how_much_is_left_out() {
    assert_eq!(shortened("äöü", 3), "äöü");
    assert_eq!(shortened("äöüß", 3), "äöü... (1 more characters)");
}

#[test]
fn code_spans_cannot_be_left() {
    for (text, want) in [
        ("0.0.0.0/0", "`0.0.0.0/0`"),
        ("a`b", "``a`b``"),
        ("``", "``` `` ```"),
        ("`a", "`` `a ``"),
        (" a", "`  a `"),
        ("", "`\"\"`"),
        ("  ", "`\"  \"`"),
        ("a\n\n# b", "`a\\n\\n# b`"),
        (
            "<img src=x> @octocat [a](b)",
            "`<img src=x> @octocat [a](b)`",
        ),
    ] {
        assert_eq!(code(text), want, "{text:?}");
    }
}

#[test]
fn a_bar_does_not_end_a_cell() {
    assert_eq!(code_cell("a*b"), "`a*b`");
    assert_eq!(code_cell("a|<b>"), "<code>a&#124;&#60;b&#62;</code>");
    assert_eq!(code_cell("a\\|"), "<code>a&#92;&#124;</code>");
}

#[test]
fn a_block_cannot_be_closed_by_what_is_in_it() {
    assert_eq!(
        block("sh", "\naws x \\\n\t--y\n"),
        "```sh\naws x \\\n\t--y\n```\n"
    );
    assert_eq!(block("", "a\n````\nb"), "`````\na\n````\nb\n`````\n");
    assert_eq!(block("sh", "a\u{1b}c\rb"), "```sh\na\\u{1b}c\\rb\n```\n");
}

#[test]
fn html_is_text() {
    assert_eq!(html("<b>\"&@x\n"), "&lt;b&gt;&quot;&amp;@&#8203;x");
}

#[test]
fn sarif_has_no_links() {
    assert_eq!(sarif("[a](https://b)\\\nc"), "\\[a\\](https://b)\\\\ c");
}

#[test]
fn prose_stays_prose() {
    for text in [
        "The database isn't encrypted (see below), e.g. \"at rest\".",
        "Multi-AZ and/or cross-account, 99% of 5,000 record(s): why?",
        "IPv4/IPv6 - TLS; a 10-minute wait!",
        "データベースは公開されています",
    ] {
        assert_eq!(prose(text), text);
    }
}

#[test]
fn names_in_prose_are_code() {
    for (text, want) in [
        (
            "port 22 of sg-0a1b is open to 0.0.0.0/0.",
            "port 22 of `sg-0a1b` is open to `0.0.0.0/0`.",
        ),
        ("(db_one), \"x_y\":", "(`db_one`), \"`x_y`\":"),
        (
            "set `storage_encrypted` to `true`.",
            "set `storage_encrypted` to `true`.",
        ),
        ("run `aws rds x`, then wait", "run `aws rds x`, then wait"),
        ("see GH-12 and 1a2b3c4d", "see `GH-12` and `1a2b3c4d`"),
    ] {
        assert_eq!(prose(text), want);
    }
}

#[test]
fn prose_is_harmless() {
    for (text, want) in [
        (
            "tag <script>alert(1)</script>",
            "tag `<script>alert(1)</script>`",
        ),
        ("hi @octocat, #1 org/x#2", "hi `@octocat`, `#1` `org/x#2`"),
        (
            "[click](https://evil) https://evil www.evil.com",
            "`[click](https://evil)` `https://evil` `www.evil.com`",
        ),
        (
            "![i](x) *b* __c__ ~d~ $e$ :key: &amp; a\\",
            "`![i](x)` `*b*` `__c__` `~d~` `$e$` `:key`: `&amp`; `a\\`",
        ),
        (
            "a | b |---|",
            "a <code>&#124;</code> b <code>&#124;&#45;&#45;&#45;&#124;</code>",
        ),
        ("a\n\n# b\n--- ---", "a `#` b `---` `---`"),
        // Backticks without a partner, of nothing, or side by side.
        ("a ` b", "a `` ` `` b"),
        ("x_`y`", "`` x_`y` ``"),
        ("a `` b", "a ``` `` ``` b"),
        ("`a``b`", "``` `a``b` ```"),
        ("`a`._`b`", "`` `a`._`b` ``"),
    ] {
        assert_eq!(prose(text), want, "{text:?}");
    }
}
