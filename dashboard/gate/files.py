"""Files that are handed out: known by name before anybody asks, only read, never fetched from elsewhere."""

import gzip
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response

from dashboard.content.content import page_content
from dashboard.content.style import STATIC, style_sheet
from experiments.sensitivity.one_at_a_time import FILE as ONE_AT_A_TIME
from report.look.font import FONT_FILE

KINDS = {
    ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".otf": "font/otf",
    ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png",
}  # fmt: skip
PACKED = (".js", ".css", ".json", ".svg")
"""Kinds that become smaller on the way."""
_VUETIFY, _ICONS = "@widgetti/solara-vuetify-app@*/dist", "font-awesome@*"
_FROM_PACKAGES = (
    f"{_VUETIFY}/main?.css", f"{_VUETIFY}/fonts.css", f"{_VUETIFY}/*solara-vuetify-app?.min.js",
    f"{_VUETIFY}/*.woff2", f"{_ICONS}/css/font-awesome.min.css", f"{_ICONS}/fonts/*.woff2", "requirejs@*/require.js",
)  # fmt: skip
"""What a page asks of the packages that come with Solara."""
_EXTENSIONS = (
    "anywidget/extension.js", "anywidget/index.js", "jupyter-vue/nodeps.js", "jupyter-vuetify/nodeps.js",
)  # fmt: skip
"""What a page asks of the widgets' packages."""
FOR_EVER = "private, max-age=31536000, immutable"
"""For files whose address holds their version."""


def page_files() -> dict[str, Path]:
    """Return every file that a page of Solara asks for, by its address."""
    import solara.server.settings
    from solara.server import server

    packages = Path(solara.server.settings.assets.proxy_cache_dir)
    found = {f"/_solara/cdn/{name}": file for name, file in _matching(packages, _FROM_PACKAGES)}
    static = Path(server.solara_static)
    found |= {f"/static/{name}": file for name, file in _matching(static, ("*.js", "*.css", "*.svg"))}
    assets = static.parent / "assets"
    found |= {f"/static/assets/{name}": file for name, file in _matching(assets, [f"*{kind}" for kind in KINDS])}
    for folder in reversed(server.nbextensions_directories):
        found |= {f"/jupyter/nbextensions/{name}": file for name, file in _matching(Path(folder), _EXTENSIONS)}
    return found


def _matching(folder: Path, patterns: tuple[str, ...] | list[str]) -> Iterator[tuple[str, Path]]:
    for pattern in patterns:
        for file in folder.glob(pattern):
            if file.is_file():
                yield file.relative_to(folder).as_posix(), file


def handed(path: str, files: Mapping[str, Path], *, packed: bool) -> Response | None:
    """Return the answer with the file at an address, packed where that helps; None where there is none."""
    if path.startswith("/stage/"):
        return _of_static(path.removeprefix("/stage/"), packed)
    file = files.get(path)
    return _read(file, packed, FOR_EVER if path.startswith("/_solara/cdn/") else "no-cache") if file else None


def _of_static(name: str, packed: bool) -> Response | None:
    """Return a file of the stage, or what all pages share."""
    if name == "content.json":
        return _made(page_content(), ".json", packed)
    if name == "page.css":
        return _made(style_sheet(), ".css", packed)
    shared = {FONT_FILE.name: FONT_FILE, ONE_AT_A_TIME.name: ONE_AT_A_TIME}
    file = shared.get(name) or {item.name: item for item in STATIC.iterdir()}.get(name)
    return _read(file, packed) if file and file.suffix in KINDS else None


def _read(file: Path, packed: bool, caching: str = "no-cache") -> Response | None:
    """Return a file, read anew only where it has changed; None where it has gone since."""
    try:
        return _read_once(file, file.stat().st_mtime_ns, packed, caching)
    except OSError:
        return None


@cache
def _read_once(file: Path, changed: int, packed: bool, caching: str) -> Response:
    return _made(file.read_bytes(), file.suffix, packed, caching)


@cache
def _made(data: bytes, ending: str, packed: bool, caching: str = "no-cache") -> Response:
    """Return an answer that can be given again and again, with a tag by which a browser knows it again."""
    headers = {"etag": f'"{sha256(data).hexdigest()[:16]}"', "cache-control": caching, "vary": "accept-encoding"}
    if packed and ending in PACKED and len(data) > 1000:
        data = gzip.compress(data, 6, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(data, headers=headers, media_type=KINDS[ending])
