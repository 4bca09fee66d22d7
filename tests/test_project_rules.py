"""Rules that hold for the whole project and that no single part can see."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from plans.knowledge.reading import FOLDER, read_whole

PROJECT = Path(__file__).parents[1]
VENDOR = PROJECT / "plans" / "static" / "plans" / "vendor"
HANDOUT = PROJECT / "plans" / "static" / "handout"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
REVIEW_KEYS = {"checked_on", "reviewed_by"}
NAMESPACES = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xlink|1999/xhtml)")
# What makes a browser or the PDF renderer fetch something, followed by an address of another host.
LOADED = re.compile(
    r"""(?:\b(?:src|srcset|href|action|formaction|poster|data|hx-[a-z]+)\s*=\s*["']?
    |url\(\s*["']?|@import\s+["']?|\bfetch\(\s*["'`]|\bimport\(?\s*["']|\bopen\([^)]*["'`]
    |\bnew\s+(?:WebSocket|EventSource|Worker)\(\s*["'`])(?:[a-z]+:)?//""",
    re.VERBOSE | re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.}])/(?:work|root|home/\w+|Users/\w+|opt/\w+)/")
REGISTRY = re.compile(
    r"--(?:extra-)?index-url|--find-links|https?://[^/\s]*(?:registry|artifactory|nexus|mirror|pypi)[^/\s]*",
    re.IGNORECASE,
)
SETTING = re.compile(r"\b(?:CAREPLAN_[A-Z_]+|DATABASE_URL)\b")
MOST_LINES = 500
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_TEMPLATE = 150


def tracked(*endings: str) -> list[Path]:
    """The project's files; in an exported tree without git, every file that is not made by a tool."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\0") if done.returncode == 0 else []
    files = [PROJECT / name for name in names if name] or [
        path for path in PROJECT.rglob("*") if not {".venv", "var", "staticfiles"} & set(path.parts)
    ]
    return [path for path in files if path.is_file() and (not endings or path.suffix in endings)]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def document(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def found_in(pattern: re.Pattern[str], *endings: str, apart_from: str = "") -> list[str]:
    return [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:120]}"
        for path in tracked(*endings)
        if path.name != apart_from
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(NAMESPACES.sub("", line))
    ]


# --- nothing comes from outside ------------------------------------------------------------------------


def test_pages_styles_and_scripts_load_nothing_from_outside():
    assert found_in(LOADED, ".html", ".css", ".js", ".svg") == []


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/x.js">',
        "<img src=//cdn.example/x.png>",
        "@import 'http://fonts.example/a.css'",
        "background: url(https://x.example/a.png)",
        'fetch("https://x.example")',
        '<form action="http://x.example">',
        '<div hx-get="https://x.example">',
    ],
)
def test_the_search_for_outside_addresses_finds_them(line: str):
    assert LOADED.search(line)


def test_no_page_has_a_script_or_a_style_inside():
    pages = [path for path in tracked(".html") if "handout" not in path.parts]
    inside = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\bsrc=)")
    assert [path.name for path in pages if inside.search(text_of(path))] == []


def test_no_file_names_a_machine_or_a_registry():
    assert found_in(MACHINE, apart_from=Path(__file__).name) == []
    assert found_in(REGISTRY, apart_from=Path(__file__).name) == []


# --- code of others --------------------------------------------------------------------------------------


def test_vendored_files_are_those_of_the_written_list():
    listed = [line.split() for line in (VENDOR / "versions.txt").read_text(encoding="utf-8").splitlines()]
    folders = {f"{name}-{version}" for name, version in listed}
    assert {path.name for path in VENDOR.iterdir() if path.is_dir()} == folders
    for name, version in listed:
        folder = VENDOR / f"{name}-{version}"
        assert (folder / "LICENSE.txt").read_text(encoding="utf-8").strip()
        (code,) = [path for path in folder.iterdir() if path.name != "LICENSE.txt"]
        assert re.search(rf'(?:v|version:"){re.escape(version)}\b', code.read_text(encoding="utf-8"))
    used = {
        name for path in tracked(".html") for name in re.findall(r"plans/vendor/([^/'\"]+)/", text_of(path))
    }
    assert used == folders


def test_fonts_and_icons_are_those_the_script_fetches():
    script = document("script/vendor_handout_assets")
    version = re.search(r"^FONTSOURCE=(\S+)", script, re.MULTILINE)
    icons = re.search(r'^ICONS="([^"]+)"', script, re.MULTILINE)
    assert version
    assert icons
    assert {path.stem for path in (HANDOUT / "icons").glob("*.svg")} == set(icons[1].split())
    heads = re.findall(r"^@fontsource/(\S+) (\S+):", document("plans/static/handout/fonts/LICENSE.txt"), re.M)
    assert {found for _, found in heads} == {version[1]}
    families = {name for name, _ in heads}
    for font in (HANDOUT / "fonts").glob("*.woff2"):
        assert any(font.name.startswith(family) for family in families), font.name


def pins(name: str) -> Iterator[tuple[str, str, bool]]:
    """Each line of a requirements file: distribution, version, whether the project uses it directly."""
    direct = True
    for line in document(name).splitlines():
        direct = direct and line != "# What those need."
        if line and not line.startswith(("#", "-r ")):
            found = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)", line)
            assert found, f"{name}: {line!r} is not pinned"
            yield found[1], found[2], direct


def test_every_dependency_is_pinned_installed_and_has_its_reason():
    decisions = document("docs/decisions.md").lower()
    for file in REQUIREMENTS:
        for name, version, direct in pins(file):
            assert metadata.version(name) == version, name
            assert not direct or re.search(rf"^\|[^|]*\b{re.escape(name.lower())}\b", decisions, re.M), name


def test_nothing_is_installed_that_is_not_pinned():
    pinned = {canonicalize_name(name) for file in REQUIREMENTS for name, _, _ in pins(file)}
    for name in sorted(pinned):
        for line in metadata.requires(name) or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pinned, f"{name} needs {needed.name}"


# --- settings and documents ------------------------------------------------------------------------------


def test_every_environment_setting_is_in_the_operations_page():
    read = {
        name
        for path in (*(PROJECT / "careplan").glob("*.py"), PROJECT / "script" / "demo")
        for name in SETTING.findall(text_of(path))
    }
    known = read | set(SETTING.findall(document("script/test")))
    told = set(SETTING.findall(document("docs/operations.md")))
    assert read - told == set()
    assert told - known == set()
    assert "docs/operations.md" in document("README.md")


def test_links_between_documents_lead_somewhere():
    for path in tracked(".md"):
        for target in re.findall(r"\]\(([^)#\s]+)", text_of(path)):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


# --- knowledge -------------------------------------------------------------------------------------------


def unkept_rows(file: str) -> Iterator[str]:
    """Rows without a place for their check and their reviewer: own, of a row around them, or of the file."""

    def walk(key: str, value: Any) -> Iterator[str]:
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, Mapping) or item.keys() >= REVIEW_KEYS:
                continue
            inner = {name: part for name, part in item.items() if isinstance(part, (Mapping, list))}
            only_groups = inner.keys() == item.keys() and any(isinstance(p, Mapping) for p in inner.values())
            if only_groups:
                for name, part in inner.items():
                    yield from walk(f"{key}.{name}", part)
            else:
                yield key

    content = read_whole(file)
    if not content.get("review", {}).keys() >= REVIEW_KEYS:
        for key, value in content.items():
            yield from walk(key, value)


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.toml")))
def test_every_knowledge_row_has_a_place_for_its_check_and_its_reviewer(file: str):
    assert list(unkept_rows(file)) == []


def reviewers(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("reviewed_by"):
            yield value["reviewed_by"]
        value = list(value.values())
    for item in value if isinstance(value, list) else []:
        yield from reviewers(item)


def test_nobody_has_reviewed_a_row_who_is_not_on_the_list_of_reviewers():
    listed = set(re.findall(r"^\| ([^|]+?) \|", document("docs/clinical-review.md"), re.MULTILINE))
    for path in FOLDER.glob("*.toml"):
        assert set(reviewers(read_whole(path.name))) <= listed, path.name


def test_every_knowledge_file_is_described():
    described = set(
        re.findall(r"^## `?([\w.]+\.(?:toml|csv))`?", document("docs/knowledge.md"), re.MULTILINE)
    )
    assert described == {path.name for path in FOLDER.iterdir() if path.suffix in (".toml", ".csv")}


# --- what is kept, and the size of things ----------------------------------------------------------------


def test_whatever_has_a_time_has_a_person():
    for model in apps.get_app_config("plans").get_models():
        names = {field.name for field in model._meta.get_fields()}
        for name in names:
            if name.endswith("_at"):
                assert f"{name.removesuffix('_at')}_by" in names, f"{model.__name__}.{name}"


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno
            yield node.name, node.end_lineno - node.lineno + 1


def test_functions_modules_and_templates_stay_readable():
    long = [
        f"{path.relative_to(PROJECT)}: {name} has {lines} lines"
        for path in tracked(".py")
        if "migrations" not in path.parts
        for name, lines in (*functions(path), ("module", text_of(path).count("\n")))
        if lines > (MOST_LINES if name == "module" else MOST_LINES_OF_A_FUNCTION)
    ]
    long += [
        f"{path.relative_to(PROJECT)} has {lines} lines"
        for path in tracked(".html")
        if (lines := text_of(path).count("\n")) > MOST_LINES_OF_A_TEMPLATE
    ]
    assert long == []
