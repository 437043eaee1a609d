# What the endurance commands need: packages, the release build, the service's program in WUYE_PROGRAM. Sourced from the project's root.
# shellcheck shell=bash
missing=()
for package in postgresql-15 python3-psycopg2 python3-matplotlib python3-pil; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}" >&2
    become=()
    [ "$(id -u)" -eq 0 ] || become=(sudo)
    "${become[@]}" apt-get update -q >/dev/null
    "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi
[ -f build/release/build.ninja ] || env -u CC -u CFLAGS meson setup build/release . --buildtype=release -Dtests=false >/dev/null
ninja --quiet -C build/release wuye >&2
# On a disk, as in earnest; the program as it is now, whatever is built meanwhile.
export TMPDIR=${TMPDIR:-/var/tmp}
WUYE_PROGRAM=$(mktemp "$TMPDIR/wuye-soak-program-XXXXXX")
cp build/release/wuye "$WUYE_PROGRAM"
chmod 755 "$WUYE_PROGRAM"
export WUYE_PROGRAM
WUYE_OFFER=$(mktemp "$TMPDIR/wuye-soak-offer-XXXXXX")
"${CC:-cc}" -std=gnu17 -D_GNU_SOURCE -O2 -o "$WUYE_OFFER" tests/soak/offer.c -lm
export WUYE_OFFER
