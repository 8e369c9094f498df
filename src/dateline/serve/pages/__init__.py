"""The pages of the desk, one file each."""

from dateline.serve.pages import event
from dateline.serve.pages import map as map_page

ROUTERS = (map_page.router, event.router)

__all__ = ["ROUTERS"]
