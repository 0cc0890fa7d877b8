"""The app that Solara serves: one page, one widget that carries messages, one visit for each tab."""

from typing import Any

import anywidget
import solara

from dashboard.connection.page_connection import PageConnection
from dashboard.gate.http_request import PATHS


class PageWidget(anywidget.AnyWidget):
    """What the browser draws; its modules are files that the server hands out."""

    _esm = """
export default {
  async render({ model, el }) {
    const { mount } = await import(new URL(`${window.solara.rootPath}/stage/page.js`, location.origin));
    return mount(model, el);
  },
};
"""


@solara.component  # type: ignore[untyped-decorator]
def Page() -> None:  # noqa: N802  Solara looks for this name
    """Show the stage and keep one visit as long as the tab lives."""
    solara.Title("社区治理模拟 · Community governance")
    element = PageWidget.element()

    def begin() -> Any:
        widget = solara.get_widget(element)
        connection = PageConnection(lambda content, buffers: widget.send(content, buffers), solara.get_kernel_id())
        widget.on_msg(lambda _, content, buffers: connection.hear(content))
        return connection.close

    solara.use_effect(begin, [])


@solara.component  # type: ignore[untyped-decorator]
def Layout(children: Any = ()) -> Any:  # noqa: N802  Solara looks for this name
    """Leave out Solara's own bar: the stage draws the frame."""
    return solara.Div(children=children)


# the root's layout is around every page: with one more of its own a page would begin another visit
routes = [solara.Route(path=path, component=Page, layout=Layout if path == "/" else None) for path in PATHS]
