#!/bin/sh
# packaging/deb/bare.sh PACKAGE ROOT   installs the package on a bare Debian in ROOT, tries it there, removes it again
# Run as root. Where ROOT is not there yet, debootstrap makes it (that needs the network; nothing else here does but apt).
set -eu
package=$1 root=$2
: "${release:=bookworm}"

[ -d "$root/usr" ] || debootstrap --variant=minbase "$release" "$root" >&2
cp "$package" "$root/tmp/desk.deb"
# /proc is there only for these commands: a program finds itself through it.
exec unshare --mount sh -eu -c '
    mount -t proc proc "$0/proc"
    exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -eu -c "
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends /tmp/desk.deb >/tmp/apt.log 2>&1 || { cat /tmp/apt.log; exit 1; }
        status=0
        desk self-test || status=\$?
        QT_QPA_PLATFORM= desk || [ \$? = 1 ]
        apt-get purge -y -qq circulation-desk >/tmp/apt.log 2>&1
        apt-get autoremove -y -qq --purge >/tmp/apt.log 2>&1
        left=\$(find / -xdev -name \"*circulation-desk*\" -not -path \"/proc/*\" -not -path \"/tmp/*\")
        [ -z \"\$left\" ] || { echo \"Left behind: \$left\"; status=1; }
        exit \$status
    "
' "$root"
