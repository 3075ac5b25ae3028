//! What reads as a path, what does not, and that writing undoes reading.

use super::{Each, FactPath, FactStep, Filter, FilterOp, Literal, Need, Path, Segment};

fn need(text: &str) -> Need {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn text(text: &str) -> Literal {
    Literal::Text(text.to_owned())
}

#[test]
fn every_form_of_a_segment_reads() {
    let read = need(r#"access.principals_allowed("sts:*", 3, true)[].name as who"#);
    let allowed = Segment {
        name: "principals_allowed".to_owned(),
        arguments: vec![text("sts:*"), Literal::Integer(3), Literal::Boolean(true)],
        each: Each::All,
    };
    let segments = vec![Segment::named("access"), allowed, Segment::named("name")];
    assert_eq!(
        read,
        Need {
            path: Path { segments },
            alias: Some("who".to_owned())
        }
    );
}

#[test]
fn filters_read() {
    let read = need(r#"reach.sources[?class in [internet, "on premises"]].from_port"#);
    assert_eq!(
        read.path.segments[1].each,
        Each::Where(Filter {
            field: "class".to_owned(),
            op: FilterOp::In,
            literals: vec![text("internet"), text("on premises")],
        })
    );
    let read = need("ports[? number == -5 ]");
    assert_eq!(
        read.path.segments[0].each,
        Each::Where(Filter {
            field: "number".to_owned(),
            op: FilterOp::Equal,
            literals: vec![Literal::Integer(-5)],
        })
    );
}

#[test]
fn writing_undoes_reading() {
    for written in [
        "a",
        "a.b_c[].d2",
        "a as b",
        "as.in as as",
        "x[?f == true]",
        r#"x[?f == "true"]"#,
        r#"x[?f in [a-b, "1x", "q\"\\", 7]].y"#,
        r#"p(secretsmanager:GetSecretValue, "arn:aws:s3:::*")[] as q"#,
    ] {
        assert_eq!(need(written).to_string(), written);
    }
    assert_eq!(need("  a.b ").to_string(), "a.b");
}

#[test]
fn an_error_says_where_and_what() {
    for (written, column, expected) in [
        ("", 1, "a field name"),
        ("a..b", 3, "a field name after `.`"),
        ("a[0]", 3, "`]` (every element) or `?` (a filter)"),
        ("a[?b = c]", 7, "`=`"),
        ("a[?b c]", 6, "`==` or `in`"),
        ("a[?b in c]", 9, "`[`"),
        ("a[?b == 10.0.0.0/8]", 9, "an integer"),
        ("a(\"x", 5, "a closing `\"`"),
        ("a()", 3, "a literal"),
        ("a as", 5, "a name after `as`"),
        ("a as b c", 8, "`.`, `[`"),
        ("é", 1, "a field name"),
    ] {
        let error = written.parse::<Need>().expect_err(written);
        assert_eq!(error.column, column, "{written}: {error}");
        assert!(error.expected.starts_with(expected), "{written}: {error}");
    }
}

#[test]
fn fact_paths_read_and_write() {
    let path: FactPath = "ingress[2].cidr".parse().expect("a path");
    assert_eq!(
        path.steps,
        [
            FactStep::Field("ingress".to_owned()),
            FactStep::Index(2),
            FactStep::Field("cidr".to_owned())
        ]
    );
    for written in [
        "a",
        "cluster.members[0]",
        r#"tags["cost \"centre\""][1][2].x"#,
    ] {
        let read: FactPath = written.parse().expect(written);
        assert_eq!(read.to_string(), written);
    }
    for wrong in ["", "[0]", "a[-1]", "a[]", "a[x]", "a.", "a[1", "a b"] {
        assert!(wrong.parse::<FactPath>().is_err(), "{wrong}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[a-c.\\[\\]?()=\" ,0-9ins\\\\é]{0,24}") {
        if let Ok(need) = text.parse::<Need>() {
            proptest::prop_assert_eq!(need.to_string().parse::<Need>(), Ok(need));
        }
        if let Ok(path) = text.parse::<FactPath>() {
            proptest::prop_assert_eq!(path.to_string().parse::<FactPath>(), Ok(path));
        }
    }
}
