"""What editors keep: the werkagenda, the documents, and what is known of dispute committees."""

from guidance.admin.library import AgendaActionAdmin, CommitteePageAdmin, DocumentAdmin

__all__ = ["AgendaActionAdmin", "CommitteePageAdmin", "DocumentAdmin"]
