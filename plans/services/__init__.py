"""What changes a dossier: one function per step, each in one transaction with its audit line and messages."""

from plans.services.drafting import (
    add_attachment,
    add_chapter,
    choose_partners,
    remove_attachment,
    remove_chapter,
    restore_chapter,
    save_budget,
    save_chapter,
    save_details,
)
from plans.services.filing import ensure_receipt, file_plan
from plans.services.opening import dossier_of, open_round, realign, start
from plans.services.review import (
    end_enforcement,
    find_complete,
    reconsider,
    request_repair,
    start_enforcement,
    take_up,
)
from plans.services.versions import adopt, freeze, offer
from plans.services.withdrawal import withdraw

__all__ = [
    "add_attachment",
    "add_chapter",
    "adopt",
    "choose_partners",
    "dossier_of",
    "end_enforcement",
    "ensure_receipt",
    "file_plan",
    "find_complete",
    "freeze",
    "offer",
    "open_round",
    "realign",
    "reconsider",
    "remove_attachment",
    "remove_chapter",
    "request_repair",
    "restore_chapter",
    "save_budget",
    "save_chapter",
    "save_details",
    "start",
    "start_enforcement",
    "take_up",
    "withdraw",
]
