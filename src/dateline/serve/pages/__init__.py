"""The pages of the desk, one file each."""

from dateline.serve.pages import adding, control, digest, double, event, exports, packs, registries, report, review, team
from dateline.serve.pages import map as map_page

ROUTERS = (
    map_page.router, event.router, control.router, report.router, exports.router, packs.router, review.router, double.router, team.router,
    adding.router, digest.router, registries.router,
)  # fmt: skip

__all__ = ["ROUTERS"]
