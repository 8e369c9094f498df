"""The pages of the desk, one file each."""

from dateline.serve.pages import (
    actors,
    adding,
    control,
    digest,
    double,
    event,
    exports,
    outlets,
    packs,
    places,
    report,
    review,
    team,
)
from dateline.serve.pages import map as map_page

ROUTERS = (
    map_page.router, event.router, control.router, report.router, exports.router, packs.router, review.router, double.router, team.router,
    adding.router, digest.router, actors.router, outlets.router, places.router,
)  # fmt: skip

__all__ = ["ROUTERS"]
