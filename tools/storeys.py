"""Check that imports go down only, with the contracts of packages built so far.

import-linter refuses a contract that names a missing module. So the contracts of later
packages sleep in pyproject.toml under [tool.mingbai.dormant], and wake here.
"""

import configparser
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ABOUT = {"package", "name", "type"}


def main(root: Path = ROOT) -> int:
    """Lint the packages under `root` by the contracts of our pyproject.toml.

    Returns import-linter's exit code: 0 when every contract is kept.
    """
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    linter = tools["importlinter"]
    contracts = [*linter.pop("contracts"), *_awake(tools["mingbai"]["dormant"], root)]
    config = configparser.ConfigParser()
    config["importlinter"] = {name: _written(value) for name, value in linter.items()}
    for number, contract in enumerate(contracts, start=1):
        config[f"importlinter:contract:{number}"] = {
            name: _written(value) for name, value in contract.items()
        }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contracts.ini"
        with path.open("w", encoding="utf-8") as file:
            config.write(file)
        return _lint(path, root)


def _awake(dormant: list[dict[str, Any]], root: Path) -> list[dict[str, Any]]:
    awake = []
    for contract in dormant:
        if _exists(contract["package"], root):
            lists = {name: contract[name] for name in contract.keys() - ABOUT}
            awake.append(
                {name: contract[name] for name in ("name", "type")}
                | {name: _existing(value, root) for name, value in lists.items()}
            )
    return awake


def _existing(value: Any, root: Path) -> Any:
    """Of a list of modules those of ours that exist, and all that are not ours."""
    if not isinstance(value, list):
        return value
    return [
        module
        for module in value
        if not module.startswith("mingbai.") or _exists(module, root)
    ]


def _exists(module: str, root: Path) -> bool:
    path = root.joinpath(*module.split("."))
    return (path / "__init__.py").exists() or path.with_suffix(".py").exists()


def _written(value: Any) -> str:
    return "\n" + "\n".join(value) if isinstance(value, list) else str(value)


def _lint(config: Path, root: Path) -> int:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [str(linter), "--config", str(config), "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*(Path(word).resolve() for word in sys.argv[1:])))
