"""`make audit`: security advisories about the pinned dependencies, from PyPI's own index or (SERVICE=osv) from OSV's.

The exit status is 0 if no advisory is known, 1 if there is one, and 2 if the index could not be reached or does not
know a package, which pip-audit itself treats as a success.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

PINNED = ("requirements/dev.txt", "requirements/nlp.txt", "requirements/uv.txt")  # dev.txt includes base.txt
CLEAN, FOUND, UNKNOWN = 0, 1, 2


def main(paths: Sequence[str]) -> int:
    files = [option for path in paths or PINNED for option in ("--requirement", path)]
    service = os.environ.get("SERVICE") or "pypi"
    quiet = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")
    found = subprocess.run(
        ["pip-audit", "--vulnerability-service", service, *quiet, *files], capture_output=True, text=True
    )
    try:
        report = json.loads(found.stdout)
    except ValueError:
        reason = (found.stderr.strip().splitlines() or ["pip-audit printed nothing"])[-1]
        print(f"Not audited: the index of advisories ({service}) could not be read.\n  {reason[:300]}")
        return UNKNOWN
    code, lines = summarise(report)
    print("\n".join(lines))
    return code


def summarise(report: dict[str, Any]) -> tuple[int, list[str]]:
    packages = report["dependencies"]
    audited = [package for package in packages if "vulns" in package]
    lines = []
    for package in audited:
        for advisory in package["vulns"]:
            fixed = ", ".join(advisory["fix_versions"]) or "no version"
            lines.append(f"{package['name']} {package['version']}: {advisory['id']}, fixed in {fixed}")
    code = FOUND if lines else CLEAN
    lines.append(f"{len(audited)} of {len(packages)} packages audited, {len(lines)} advisories.")
    if missing := sorted(package["name"] for package in packages if "vulns" not in package):
        code = code or UNKNOWN
        lines.append(f"Not audited, because the index of advisories does not know them: {', '.join(missing)}.")
    return code, lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
