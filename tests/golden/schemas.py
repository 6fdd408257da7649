#!/usr/bin/env python3
"""Holds the JSON in the golden cases against the schemas in schema/.

Every schema has to fit at least one case, and every case of a schema has to fit it. Skipped where
Python has no jsonschema (Debian's python3-jsonschema).
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = HERE.parent.parent / "schema"
SKIPPED = 77  # as tests/CMakeLists.txt has it


def answers():
    """Name and content of each golden answer that is JSON with a schema, arrays taken apart."""
    for case in sorted(path.parent for path in HERE.glob("*/command")):
        text = (case / "stdout").read_text()
        if "--format json" not in (case / "command").read_text() or not text:
            continue
        answer = json.loads(text)
        for each in answer if isinstance(answer, list) else [answer]:
            yield case.name, each


def main():
    try:
        import jsonschema
    except ImportError:
        print("skipped: jsonschema is not installed")
        return SKIPPED
    validators = {}
    for path in SCHEMAS.glob("*.schema.json"):
        schema = json.loads(path.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        name = path.name.removesuffix(".schema.json")
        validators[f"hardfail.{name}/1"] = jsonschema.Draft202012Validator(schema)
    fitted, failed = set(), 0
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
