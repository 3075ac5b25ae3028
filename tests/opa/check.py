"""Asks real OPA: which sets of modules compile, and what expressions evaluate to.

Reads from standard input what is asked, each part of which may be left out:
`{"sets": {name: {file: text}}, "expressions": [text],
"evaluations": [{"modules": {file: text}, "path": text, "input": value}]}`. Writes
`{"sets": {name: error or null}, "answers": {expression: answer}, "evaluations": [answer]}`, where
an answer is `{"value": value}` or `{"error": text}`.
"""

import json
import sys

from opa_bindings import OpaEngine, OpaError


def refusal(modules):
    """Why OPA refuses to compile these modules, or None if it compiles them."""
    with OpaEngine() as engine:
        try:
            for file, text in modules.items():
                engine.add_policy(file, text)
            # Modules are compiled together, by the first query.
            engine.eval_query("true")
        except OpaError as error:
            return error.message
    return None


def evaluate(modules, path, value):
    """What a document of these modules is for an input."""
    with OpaEngine() as engine:
        try:
            for file, text in modules.items():
                engine.add_policy(file, text)
            return {"value": engine.eval_document(path, value)}
        except OpaError as error:
            return {"error": error.message}


def answer(expression):
    """What an expression evaluates to."""
    module = f"package ask\n\nanswer := {expression}\n"
    return evaluate({"ask.rego": module}, "ask.answer", None)


def main():
    asked = json.load(sys.stdin)
    told = {
        "sets": {name: refusal(modules) for name, modules in asked.get("sets", {}).items()},
        "answers": {expression: answer(expression) for expression in asked.get("expressions", [])},
        "evaluations": [
            evaluate(it["modules"], it["path"], it["input"]) for it in asked.get("evaluations", [])
        ],
    }
    json.dump(told, sys.stdout)


main()
