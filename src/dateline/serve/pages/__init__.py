"""The pages of the desk, one file each."""

from dateline.serve.pages import map as map_page
from dateline.serve.pages import review

ROUTERS = (map_page.router, review.router)

__all__ = ["ROUTERS"]
