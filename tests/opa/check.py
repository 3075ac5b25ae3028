"""Asks real OPA: which sets of modules compile, and what expressions evaluate to.

Reads `{"sets": {name: {file: text}}, "expressions": [text]}` from standard input and writes
`{"sets": {name: error or null}, "answers": {expression: {"value": v} or {"error": text}}}`.
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


def answer(expression):
    """What an expression evaluates to."""
    with OpaEngine() as engine:
        try:
            engine.add_policy("ask.rego", f"package ask\n\nanswer := {expression}\n")
            return {"value": engine.eval_document("ask.answer")}
        except OpaError as error:
            return {"error": error.message}


def main():
    asked = json.load(sys.stdin)
    told = {
        "sets": {name: refusal(modules) for name, modules in asked["sets"].items()},
        "answers": {expression: answer(expression) for expression in asked["expressions"]},
    }
    json.dump(told, sys.stdout)


main()
