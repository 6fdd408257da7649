#!/usr/bin/env python3
"""Holds the JSON in the golden cases against the schemas in schema/.

Every schema has to fit at least one case, and every case of a schema has to fit it; so do the
answers in tests/data/answers, which unit tests hold the program against. The codes of signals are
those of `hardfail help rules`. Skipped where Python has no jsonschema (Debian's python3-jsonschema).
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = HERE.parent.parent / "schema"
SKIPPED = 77  # as tests/CMakeLists.txt has it


def answers():
    """Name and content of each golden answer that is JSON with a schema, arrays and lines taken apart."""
    for path in sorted((HERE.parent / "data/answers").glob("*.json")):
        yield path.name, json.loads(path.read_text())
    for case in sorted(path.parent for path in HERE.glob("*/command")):
        text = (case / "stdout").read_text()
        command = (case / "command").read_text()
        if "--format ndjson" in command:
            yield from ((case.name, json.loads(line)) for line in text.splitlines() if line.startswith("{"))
        if "--format json" not in command or not text.startswith(("{", "[")):
            continue
        answer = json.loads(text)
        for each in answer if isinstance(answer, list) else [answer]:
            yield case.name, each


def wrong_codes(name, schema):
    """What is wrong with the signal codes that a schema enumerates, where it has signals."""
    source = schema.get("$defs", {}).get("source")
    if not source:
        return []
    listed = source["properties"]["signals"]["items"]["properties"]["code"]["enum"]
    known = [line.split()[0] for line in (HERE / "help-rules/stdout").read_text().splitlines()]
    return [] if listed == known else [f"{name}: the codes of signals are not those of `help rules`"]


def main():
    try:
        import jsonschema
    except ImportError:
        print("skipped: jsonschema is not installed")
        return SKIPPED
    validators, wrong = {}, []
    paths = {path.name: path for path in SCHEMAS.glob("*.schema.json")}
    contents = {name: json.loads(path.read_text()) for name, path in paths.items()}
    for path in paths.values():
        schema = contents[path.name]
        resolver = jsonschema.RefResolver.from_schema(schema, store=contents)
        jsonschema.Draft202012Validator.check_schema(schema)
        name = path.name.removesuffix(".schema.json")
        wrong.extend(wrong_codes(name, schema))
        validators[f"hardfail.{name}/1"] = jsonschema.Draft202012Validator(schema, resolver=resolver)
    fitted, failed = set(), len(wrong)
    for text in wrong:
        print(text)
    for case, answer in answers():
        validator = validators.get(answer["schema"])
        if not validator:
            continue
        fitted.add(answer["schema"])
        for error in validator.iter_errors(answer):
            failed += 1
            print(f"{case}: {error.json_path}: {error.message[:300]}")
    for name in sorted(set(validators) - fitted):
        failed += 1
        print(f"{name}: no golden case has this schema")
    print(f"{len(fitted)} schemas held against the golden cases, {failed} errors")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
