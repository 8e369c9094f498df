"""The pages of the desk, one file each."""

from dateline.serve.pages import actors, control, double, event, outlets, pack, places, report, review, team
from dateline.serve.pages import map as map_page

ROUTERS = (
    map_page.router, event.router, control.router, report.router, pack.router, review.router, double.router, team.router, actors.router,
    outlets.router, places.router,
)  # fmt: skip

__all__ = ["ROUTERS"]
