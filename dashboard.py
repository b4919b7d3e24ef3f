"""City Campaigns: start with `streamlit run dashboard.py`."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack

import streamlit as st
from starlette.middleware import Middleware
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from campaigns.schema import UnreadableSchema, package
from campaigns.tables import UnreadableTable
from campaigns.wording import speaking
from ui import (
    banner,
    data,
    doors,
    headers,
    language,
    link_previews,
    mishaps,
    navigation,
    open_data,
    session,
    theme,
    warming,
)
from ui.update import drafts


def visit() -> None:
    """One run for one visitor: the page's settings, the menu, the view of the address, and the page itself."""
    page, pages = navigation.enter()
    theme.set_up(page.title)
    theme.dress()

    with ExitStack() as run:
        try:
            run.enter_context(data.held())
        except UnreadableTable as problem:
            banner.unreadable(problem)
            st.stop()
        show(page, pages)


def show(page: StreamlitPage, pages: Sequence[StreamlitPage]) -> None:
    """Open the page that the address or a link asks for."""
    session.follow_address(data.index(None).vocabulary, page.url_path)
    wanted = session.page_to_open()
    for other in pages:
        if other.url_path == wanted:
            st.switch_page(other)
    banner.address()
    banner.faults(data.current().report)
    with mishaps.told():
        page.run()
    drafts.keep_copy()
    session.write_address()


if get_script_run_ctx():
    with speaking(language.current()), mishaps.told():
        visit()
else:
    # The server reads this file once by itself, for what it answers besides pages.
    try:
        package()
    except UnreadableSchema as problem:
        sys.exit(str(problem))
    layers = [Middleware(layer) for layer in (headers.SecurityHeaders, doors.Doors, link_previews.LinkPreviews)]
    app = st.App("dashboard.py", routes=open_data.routes(), middleware=layers, lifespan=warming.warmed)
