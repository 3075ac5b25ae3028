//! Servers that stand in for AWS: ours, which answers from a world, and moto.
#![allow(
    clippy::disallowed_types,
    reason = "the tests speak to their own servers on the loopback"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::corpus::root;
use crate::python::python;

/// A Python script of `tests/aws`, in an environment that does not lead it to another AWS than ours.
pub(crate) fn script(name: &str) -> Command {
    let mut command = Command::new(python());
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("AWS_") {
            command.env_remove(variable);
        }
    }
    command
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("NO_PROXY", "127.0.0.1")
        .arg(root().join("tests/aws").join(name));
    command
}

/// A running server. It ends when this is dropped, and also when the tests are killed: its input ends.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Our server with a world of `tests/aws/worlds`, and more arguments (`--page-size`, `1`).
    pub(crate) fn of_world(world: &str, more: &[&str]) -> Self {
        let path = root().join("tests/aws/worlds").join(world);
        let path = path.to_str().expect("a UTF-8 path");
        Self::start("server.py", &[&[path, "--attached"], more].concat())
    }

    /// An empty moto server.
    pub(crate) fn moto() -> Self {
        Self::start("moto_serve.py", &[])
    }

    fn start(script: &str, arguments: &[&str]) -> Self {
        let mut child = self::script(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python");
        let stdout = child.stdout.take().expect("an output");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("a line of the server");
        let told: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("{script} {arguments:?} did not start; it said {line:?}"));
        let address = format!("127.0.0.1:{}", told["port"]);
        Self { child, address }
    }

    /// Where it listens: for `AWS_ENDPOINT_URL`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sets what goes wrong from now on; see `tests/aws/fake_aws/faults.py`. Ours only.
    pub(crate) fn faults(&self, faults: &Value) {
        self.request("POST", "/_control", &json!({ "faults": faults }));
    }

    /// Forgets the calls so far. Ours only.
    pub(crate) fn forget_calls(&self) {
        self.request("POST", "/_control", &json!({"forget_calls": true}));
    }

    /// Each call so far: operation, account, region, parameters, outcome. Ours only.
    pub(crate) fn calls(&self) -> Vec<Value> {
        match self.request("GET", "/_calls", &Value::Null) {
            Value::Array(calls) => calls,
            other => panic!("the calls are no list: {other}"),
        }
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .expect("the server reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the server answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        assert!(
            head.starts_with("HTTP/1.1 200 "),
            "{method} {path}: {answer}"
        );
        serde_json::from_str(body).expect("JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only if it has ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
