#!/bin/sh
# Makes .venv from the pinned requirements. `demo` as argument: without what only tests need.
set -eu
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python is missing. On Debian: apt-get install python3 python3-venv" >&2
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; this is $("$python" --version)." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "python3-venv is missing. On Debian: apt-get install python3-venv" >&2
    exit 2
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }
echo "Installing the pinned packages into .venv …"
if [ "${1:-}" = demo ]; then
    pip install -q --require-hashes -r requirements/base.txt
else
    pip install -q --require-hashes -r requirements/base.txt -r requirements/dev.txt
fi
# The project itself: a path file and the command, so that nothing has to be built.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
.venv/bin/python tools/link_project.py "$site"
touch .venv/.demo-done
[ "${1:-}" = demo ] || touch .venv/.setup-done
