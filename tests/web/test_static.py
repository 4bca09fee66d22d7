"""Vendored files equal the written list, and no page or style leads outside."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "plans" / "static" / "plans"
VENDOR = STATIC / "vendor"
OUTSIDE = re.compile(r"""(?:href|src|action|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)


def versions() -> dict[str, str]:
    lines = (VENDOR / "versions.txt").read_text().split("\n")
    return dict(line.split(" ") for line in lines if line)


def test_vendored_folders_are_those_of_the_list() -> None:
    folders = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    assert folders == {f"{package}-{version}" for package, version in versions().items()}
    assert all((VENDOR / folder / "LICENSE.txt").stat().st_size > 500 for folder in folders)


def test_vendored_files_say_the_version_of_the_list() -> None:
    wanted = versions()
    bootstrap = VENDOR / f"bootstrap-{wanted['bootstrap']}" / "bootstrap.min.css"
    htmx = VENDOR / f"htmx.org-{wanted['htmx.org']}" / "htmx.min.js"
    assert f"Bootstrap  v{wanted['bootstrap']}" in bootstrap.read_text()[:200]
    assert f'version:"{wanted["htmx.org"]}"' in htmx.read_text()


def test_pages_load_the_vendored_versions() -> None:
    base = (ROOT / "templates" / "base.html").read_text()
    for package, version in versions().items():
        assert f"plans/vendor/{package}-{version}/" in base


def test_nothing_of_ours_leads_to_an_outside_address() -> None:
    ours = [*(ROOT / "templates").rglob("*.html"), *STATIC.glob("*.css"), *(STATIC / "js").glob("*.js")]
    assert ours
    assert not [path for path in ours if OUTSIDE.search(path.read_text())]


def test_no_template_has_inline_script_or_style() -> None:
    for path in (*(ROOT / "templates" / "plans").rglob("*.html"), *(ROOT / "templates").glob("*.html")):
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\bsrc=)", text), path
