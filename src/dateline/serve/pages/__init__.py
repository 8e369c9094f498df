"""The pages of the desk, one file each."""

from dateline.serve.pages import map as map_page
from dateline.serve.pages import team

ROUTERS = (
    map_page.router,
    team.router,
)

__all__ = ["ROUTERS"]
