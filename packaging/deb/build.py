"""Makes a Debian package from the bundle: `packaging/deb/build.py BUNDLE FOLDER`, with nothing but dpkg-deb.

The folder holds the icons and completions that were made before, and gets the package. On what it depends is written
by hand, since Qt opens much of it by name; the least C library is read from the files.
"""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from desk import __version__

ROOT = Path(__file__).resolve().parents[2]
HERE, LINUX = ROOT / "packaging" / "deb", ROOT / "packaging" / "linux"
NAME = "circulation-desk"
METAINFO = "org.circulation_desk.Desk.metainfo.xml"
HOME = f"usr/lib/{NAME}"
DOC = f"usr/share/doc/{NAME}"
# Debian 13 and Ubuntu 24.04 have some under a second name.
DEPENDS = (
    "libstdc++6", "libegl1", "libgl1", "libglib2.0-0t64 | libglib2.0-0", "libdbus-1-3", "libfontconfig1",
    "libxkbcommon0", "libxkbcommon-x11-0", "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0",
    "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1",
    "libxcb-xfixes0", "libxcb-xkb1", "tzdata",
)  # fmt: skip
RECOMMENDS = ("libwayland-cursor0", "libwayland-egl1", "cups-client")
MAINTAINER = "The circulation desk's maintainers <maintainers@circulation-desk.invalid>"
ABOUT = """\
 The desk of a library in one window: scan a card and items to lend them,
 scan items to take them back, and see at once what each scan did and what
 to say to the reader. Holds, fines, due dates and closed days are reckoned
 by the library's own rules; everything works from the keyboard alone.
 .
 The library is one SQLite file, or a PostgreSQL database for several desks.
"""
PROGRAMS = ("desk", "desk-window")
# The bundle is packed once for each version: what Debian counts behind the hyphen.
VERSION = f"{__version__}-1"
RELEASED = re.compile(r'<release version="([^"]+)" date="([^"]+)"')
SYMBOL = re.compile(rb"GLIBC_2\.(\d+)")
ELF = b"\x7fELF"


def copies(made: Path) -> Iterator[tuple[Path, str]]:
    """What lies beside the bundle, and where a Debian system looks for it."""
    yield LINUX / f"{NAME}.desktop", f"usr/share/applications/{NAME}.desktop"
    yield LINUX / f"{NAME}.metainfo.xml", f"usr/share/metainfo/{METAINFO}"
    yield LINUX / f"70-{NAME}.rules", f"usr/lib/udev/rules.d/70-{NAME}.rules"
    yield made / "completions" / "desk.bash", "usr/share/bash-completion/completions/desk"
    yield made / "completions" / "_desk", "usr/share/zsh/vendor-completions/_desk"
    yield made / "completions" / "desk.fish", "usr/share/fish/vendor_completions.d/desk.fish"
    yield HERE / "copyright", f"{DOC}/copyright"
    yield HERE / "overrides", f"usr/share/lintian/overrides/{NAME}"
    for picture in (made / "icons").rglob("*.*g"):
        yield picture, f"usr/share/icons/hicolor/{picture.relative_to(made / 'icons')}"


def stage(bundle: Path, made: Path, root: Path) -> None:
    """Lay every file where it belongs."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle, root / HOME, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    for program in PROGRAMS:
        (root / "usr/bin" / program).symlink_to(f"../lib/{NAME}/{program}")
    for source, target in copies(made):
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / target)
    for text, target in (
        ((LINUX / "desk.1").read_bytes(), "usr/share/man/man1/desk.1.gz"),
        ((ROOT / "CHANGELOG.md").read_bytes(), f"{DOC}/changelog.gz"),
        ((ROOT / "NOTICE").read_bytes(), f"{DOC}/NOTICE.gz"),
        (changes().encode(), f"{DOC}/changelog.Debian.gz"),
    ):
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        (root / target).write_bytes(gzip.compress(text, mtime=0))
    (root / "usr/share/man/man1/desk-window.1.gz").symlink_to("desk.1.gz")


def changes() -> str:
    """What Debian wants to be told of the package itself, from the releases that the metainfo names."""
    lines = []
    for version, day in RELEASED.findall((LINUX / f"{NAME}.metainfo.xml").read_text(encoding="utf-8")):
        when = format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC))
        lines += [f"{NAME} ({version}-1) unstable; urgency=medium", "", "  * What is new stands in changelog.gz.", ""]
        lines += [f" -- {MAINTAINER}  {when}", ""]
    return "\n".join(lines)


def settle(root: Path) -> None:
    """Give every file the rights that Debian gives it: the programs run, all else is read."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        program = path.parent == root / HOME and path.name in PROGRAMS
        path.chmod(0o755 if path.is_dir() or program else 0o644)


def least_glibc(root: Path) -> str:
    """The oldest C library with everything that the files ask of it."""
    newest = 0
    for path in root.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.open("rb").read(4) == ELF:
            newest = max([newest, *map(int, SYMBOL.findall(path.read_bytes()))])
    return f"2.{newest}"


def control(root: Path, architecture: str) -> str:
    """What the package says of itself."""
    size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    depends = ", ".join((f"libc6 (>= {least_glibc(root)})", *DEPENDS))
    return (
        f"Package: {NAME}\nVersion: {VERSION}\nArchitecture: {architecture}\n"
        f"Maintainer: {MAINTAINER}\n"
        f"Installed-Size: {size}\nDepends: {depends}\nRecommends: {', '.join(RECOMMENDS)}\n"
        "Section: misc\nPriority: optional\n"
        f"Description: circulation desk of a library\n{ABOUT}"
    )


def sums(root: Path) -> str:
    """What each file should be, for whoever checks an installation later."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)


def build(bundle: Path, folder: Path) -> Path:
    """Make the package; gives its file."""
    root = folder / "deb"
    stage(bundle, folder, root)
    settle(root)
    architecture = subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()
    about, checked = control(root, architecture), sums(root)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(about, encoding="utf-8")
    (root / "DEBIAN" / "md5sums").write_text(checked, encoding="utf-8")
    package = folder / f"{NAME}_{VERSION}_{architecture}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)], check=True)
    return package


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path(sys.argv[2])))
