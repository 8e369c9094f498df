"""The pages of the desk, one file each."""

from dateline.serve.pages import actors, control, event, pack, report, review, team
from dateline.serve.pages import map as map_page

ROUTERS = (map_page.router, event.router, control.router, report.router, pack.router, review.router, team.router, actors.router)

__all__ = ["ROUTERS"]
