"""Pictures of a page: each drawn once, set into the page, and written beside it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from experiments.output.folder import whole_file
from report.drawing import Sheet, png, style, svg, told_rare
from report.frame import Section, Table


class Pictures:
    """Draws sheets, writes each beside the page, and remembers what was written."""

    def __init__(self, folder: Path, names: Iterable[str], lang: str) -> None:
        """Begin with none; pictures that an earlier page left in ``folder`` go.

        ``names`` are those that users give to what is drawn; characters that the pictures lack are said.
        """
        self.folder, self.rare = folder, told_rare(names, lang)
        self.written: list[Path] = []
        for old in folder.glob("report-*.png"):
            old.unlink()

    def section(
        self,
        name: str,
        title: str,
        texts: tuple[str, ...],
        draw: Callable[[], Sheet],
        table: Table | None = None,
        *,
        command: str = "",
    ) -> Section:
        """Return a section with its picture inside; empty texts are left out."""
        file = self.folder / f"report-{name}.png"
        with style(name, rare=self.rare):
            sheet = draw()
            inline, image = svg(sheet, name), png(sheet)
        with whole_file(file) as part:
            part.write_bytes(image)
        self.written.append(file)
        shown = tuple(text for text in texts if text)
        return Section(title, shown, inline, table, command, name, sheet.title, file.name)
