#!/usr/bin/env python3
"""Each rule of lint.py finds what it is for, and nothing in a project that keeps them."""
import pathlib
import tempfile
import unittest

import lint

MODULES = """\
hardfail_module(util SOURCES a.cpp)
hardfail_module(dns SOURCES a.cpp USES util LIBS PkgConfig::cares)
hardfail_module(store SOURCES a.cpp USES util)
hardfail_module(spf SOURCES a.cpp USES dns)
hardfail_module(fetch SOURCES a.cpp USES util)
hardfail_module(render SOURCES a.cpp USES util)
"""


def findings(files):
    """Of a project of the modules above and these files, by path."""
    with tempfile.TemporaryDirectory() as scratch:
        project = pathlib.Path(scratch)
        for name, text in {"src/modules.cmake": MODULES, **files}.items():
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return [*lint.include_findings(project), *lint.missing_include_findings(project),
                *lint.length_findings(project), *lint.licence_findings(project)]


class Rules(unittest.TestCase):
    def test_a_module_includes_itself_and_what_it_uses_directly_or_not(self):
        self.assertEqual([], findings({
            "src/spf/a.cpp": '#include "hardfail/spf/a.hpp"\n#include "hardfail/util/a.hpp"\n'
                             "#include <fmt/format.h>\n#include <vector>\n#include <poll.h>\n",
            "include/hardfail/spf/a.hpp":
                lint.LICENCE + '#include <cstdint>\n#include "hardfail/dns/a.hpp"\n'
                'std::uint8_t a;  // not a std::string\n',
            "src/spf/b.cpp": "std::uint8_t a;\n",
            "src/fetch/a.cpp": "#include <nlohmann/json.hpp>\n",
            "src/render/a.cpp": "#include <nlohmann/json.hpp>\n",
            "tests/spf/a_test.cpp":
                '#include <doctest/doctest.h>\n#include "hardfail/dns/a.hpp"\n'}))

    def test_each_violation_is_found(self):
        for files in (
            {"src/dns/a.cpp": '#include "hardfail/spf/a.hpp"\n'},
            {"include/hardfail/util/a.hpp": lint.LICENCE + '#include "hardfail/dns/a.hpp"\n'},
            {"tests/store/a_test.cpp": '#include "hardfail/dns/a.hpp"\n'},
            {"src/dns/a.cpp": '#include "../util/a.hpp"\n'},
            {"include/hardfail/dns/a.hpp": lint.LICENCE + "#include <ares.h>\n"},
            {"include/hardfail/dns/a.hpp": lint.LICENCE + "#include <fmt/format.h>\n"},
            {"src/dns/a.cpp": "#include <ares.h>", "src/spf/a.cpp": "#include <ares_version.h>"},
            {"src/fetch/a.cpp": "#include <nlohmann/json.hpp>",
             "src/store/a.cpp": "#include <nlohmann/json.hpp>"},
            {"include/hardfail/dns/a.hpp": lint.LICENCE + "std::uint8_t a;\n"},
            {"src/dns/a.hpp": "#include <string_view>\nstd::string a;\n"},
            {"src/stray/a.cpp": ""},
            {"include/hardfail/dns/a.hpp": "#pragma once\n"},
            {"src/dns/a.cpp": "\n" * (lint.MAX_LINES + 1)},
        ):
            with self.subTest(files=list(files)):
                self.assertEqual(1, len(findings(files)))


if __name__ == "__main__":
    unittest.main()
