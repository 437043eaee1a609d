#!/usr/bin/env python3
"""List every file that the generated tables depend on, one path a line, relative to the project, for the build's dependency list."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATTERNS = ["openapi/*.py", "openapi/lib/*.py", "openapi/*.yaml", "openapi/paths/*.yaml", "openapi/schemas/*.yaml", "openapi/problems/*.yaml", "openapi/examples/*.json", "openapi/routes.txt",
            "sql/embed.py", "sql/migrations/*.sql", "sql/functions/*.sql", "sql/policies/*.sql", "sql/views/*.sql",
            "sql/load/*.sql", "sql/jobs/*.sql", "sql/queries/**/*.sql"]
for pattern in PATTERNS:
    for path in sorted(ROOT.glob(pattern)):
        print(path.relative_to(ROOT).as_posix())
