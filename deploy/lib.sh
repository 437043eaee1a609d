# shellcheck shell=bash
# What deploy/up and deploy/down share. Sourced, with `root` set to the project's folder.
#
# One unprivileged user (the *service user*) owns and runs everything under var/: the caller, or, called by root, the user
# who called sudo, or `postgres`. PostgreSQL refuses to run as root, and nothing else here needs it either.

# shellcheck disable=SC2154  # the caller sets root
state=$root/var
configuration=$state/wuye.conf
# shellcheck disable=SC2034  # deploy/up uses it
binary=$root/build/release/wuye
database_folder=$state/postgresql
export LC_ALL=C.UTF-8
# What var/demo.env names is for those who ask. To the service it would be settings that there are not, which it refuses.
unset -v WUYE_URL WUYE_TOKEN_{DISTRICT,STREET,COMMUNITY,COMPANY,HOTLINE,PLATFORM}{,_2}
umask 022

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() {
    printf 'deploy: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '        %s\n' "$@" >&2
    exit 1
}

find_service_user() {
    local owner=""
    [ ! -d "$state" ] || owner=$(stat -c %U "$state")
    if [ "$(id -u)" -ne 0 ]; then
        service_user=$(id -un)
        [ -z "$owner" ] || [ "$owner" = "$service_user" ] ||
            die "$state belongs to $owner" "Call this as that user or as root."
    elif [ -n "$owner" ] && [ "$owner" != root ]; then
        service_user=$owner
    elif [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
        service_user=$SUDO_USER
    else
        service_user=postgres
        id postgres >/dev/null 2>&1 || useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin postgres
    fi
}

# Run as the service user, from a folder that it can surely enter.
as_service() {
    if [ "$(id -un)" = "$service_user" ]; then
        (cd / && exec "$@")
    else
        (cd / && exec runuser -u "$service_user" -- "$@")
    fi
}

# A setting's value in the configuration; nothing when it is not there.
conf_get() {
    [ -f "$configuration" ] && sed -n "s/^$1 = \"\\{0,1\\}\\(.*[^\"]\\)\"\\{0,1\\}\$/\\1/p" "$configuration"
}

# Set it, in place or at the end. Values go in quotes: a URL may hold a '#'.
conf_set() {
    local old
    old=$(conf_get "$1") || true
    [ "$old" = "$2" ] && return
    local next=$configuration.next
    (umask 077 && { grep -v "^$1 = " "$configuration" || true; printf '%s = "%s"\n' "$1" "$2"; } >"$next")
    chown "$service_user" "$next" 2>/dev/null || true
    mv "$next" "$configuration"
}

# The process of a pid file, if it still is the program that was started (a number may have been given to another, and a
# zombie has no command line).
pid_of() {
    local file=$state/run/$1.pid pid
    [ -s "$file" ] || return 1
    pid=$(cat "$file")
    [ -d "/proc/$pid" ] || return 1
    tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF "$configuration" || return 1
    echo "$pid"
}

# Ask it to stop, wait for it to finish what runs, and only then insist.
stop_process() {
    local pid seconds
    pid=$(pid_of "$1") || { rm -f "$state/run/$1.pid"; return 0; }
    kill -TERM "$pid" 2>/dev/null || die "may not stop process $pid ($1)" "It belongs to another user: call this again as that user or as root."
    for ((seconds = 0; seconds < 300; seconds++)); do
        pid_of "$1" >/dev/null || break
        sleep 0.1
    done
    if pid_of "$1" >/dev/null; then
        say "$1 did not stop within 30 s; ending it"
        kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$state/run/$1.pid"
}

# The newest PostgreSQL of version 15 or later; nothing when there is none.
find_postgresql() {
    local folder best=""
    for folder in /usr/lib/postgresql/*/bin; do
        { [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; } || continue
        local version=${folder#/usr/lib/postgresql/}
        version=${version%/bin}
        [ "${version%%.*}" -ge 15 ] && { [ -z "$best" ] || [ "$version" -gt "$best" ]; } && best=$version
    done
    if [ -f "$database_folder/data/PG_VERSION" ] && [ -x "/usr/lib/postgresql/$(cat "$database_folder/data/PG_VERSION")/bin/postgres" ]; then
        best=$(cat "$database_folder/data/PG_VERSION")
    fi
    [ -z "$best" ] || echo "/usr/lib/postgresql/$best/bin"
}

# A process number of a former life may be another program's by now, so its working folder is asked too.
database_runs() {
    local pid
    pid=$(as_service head -n 1 "$database_folder/data/postmaster.pid" 2>/dev/null) || return 1
    [ "$(as_service readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(readlink -f "$database_folder/data")" ]
}

# Processes of the cluster that outlived their head (killed, say): two heads over one set of files would ruin them.
database_remnants() {
    # shellcheck disable=SC2016
    as_service sh -c 'for process in /proc/[0-9]*; do [ "$(readlink "$process/cwd" 2>/dev/null)" != "$1" ] || echo "$process"; done' \
        sh "$(readlink -f "$database_folder/data")"
}
