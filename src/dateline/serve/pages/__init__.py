"""The pages of the desk, one file each."""

from dateline.serve.pages import event, exports, packs, report, review, team
from dateline.serve.pages import map as map_page

ROUTERS = (map_page.router, event.router, exports.router, packs.router, report.router, review.router, team.router)

__all__ = ["ROUTERS"]
