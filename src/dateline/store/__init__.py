"""Keeps coded reports in a database and gives them back: the only user of the database."""

from dateline.store.desk import DeskRow, DeskTable
from dateline.store.desk_reports import DeskReports, ReportRow
from dateline.store.histories import Change
from dateline.store.link_tables import LinkTables
from dateline.store.people import Account, Entry, People
from dateline.store.reviews import Case, Coding, ReviewConflictError, Reviews
from dateline.store.store import AddResult, Member, Store, StoredEvent, open_store
from dateline.store.summaries import ActorSummary, EventFilter, EventSummary, TollSummary
from dateline.store.watches import Run, Watch, Watches

__all__ = [
    "Account",
    "ActorSummary",
    "AddResult",
    "Case",
    "Change",
    "Coding",
    "DeskReports",
    "DeskRow",
    "DeskTable",
    "Entry",
    "EventFilter",
    "EventSummary",
    "LinkTables",
    "Member",
    "People",
    "ReportRow",
    "ReviewConflictError",
    "Reviews",
    "Run",
    "Store",
    "StoredEvent",
    "TollSummary",
    "Watch",
    "Watches",
    "open_store",
]
