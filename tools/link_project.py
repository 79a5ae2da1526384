"""Make the checkout importable in its .venv: path, entry points, the command.

What `pip install -e .` would do, without a build back end to download.
"""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the path file, the metadata that entry points need, and bin/mingbai."""
    site = Path(sys.argv[1])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (site / "mingbai_checkout.pth").write_text(f"{ROOT}\n")
    info = site / f"mingbai-{project['version']}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: mingbai\nVersion: {project['version']}\n"
    )
    groups = project["entry-points"]
    lines = [
        line
        for group, points in groups.items()
        for line in (f"[{group}]", *(f"{name} = {to}" for name, to in points.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join([*lines, ""]))
    (info / "INSTALLER").write_text("checkout\n")
    (info / "RECORD").write_text("")
    module, function = project["scripts"]["mingbai"].split(":")
    command = Path(sys.executable).parent / "mingbai"
    command.write_text(
        f"#!{Path(sys.executable)}\n"
        f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n"
    )
    command.chmod(0o755)


if __name__ == "__main__":
    main()
