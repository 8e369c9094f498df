"""The pages of the desk, one file each."""

from dateline.serve.pages import adding
from dateline.serve.pages import map as map_page

ROUTERS = (map_page.router, adding.router)

__all__ = ["ROUTERS"]
