#!/bin/sh
# The parts of the system that tests meet for real. As root they are installed;
# otherwise the one line that installs them is printed, and we stop.
set -eu
missing=""
need() { # package, and a test that it is there
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
need python3-venv python3 -c 'import ensurepip, venv'
need postgresql-15 test -x /usr/lib/postgresql/15/bin/postgres
need chromium command -v chromium
need fonts-noto-cjk test -d /usr/share/fonts/opentype/noto
need gettext command -v xgettext
need golang-go command -v go
need golang-golang-x-mod-dev test -d /usr/share/gocode/src/golang.org/x/mod
need nginx-light command -v nginx
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "These parts are missing; as root run: apt-get install$missing" >&2
    exit 2
fi
echo "Installing by apt:$missing"
export DEBIAN_FRONTEND=noninteractive
# Debian would start services of its own; the tests start theirs in temporary folders.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
trap 'rm -f /usr/sbin/policy-rc.d' EXIT
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
