"""Keeps coded reports in a database and gives them back: the only user of the database."""

from dateline.store.desk import DeskRow, DeskTable
from dateline.store.link_tables import LinkTables
from dateline.store.store import AddResult, Member, Store, StoredEvent, open_store
from dateline.store.summaries import ActorSummary, EventFilter, EventSummary, TollSummary
from dateline.store.watches import Run, Watch, Watches

__all__ = [
    "ActorSummary",
    "AddResult",
    "DeskRow",
    "DeskTable",
    "EventFilter",
    "EventSummary",
    "LinkTables",
    "Member",
    "Run",
    "Store",
    "StoredEvent",
    "TollSummary",
    "Watch",
    "Watches",
    "open_store",
]
