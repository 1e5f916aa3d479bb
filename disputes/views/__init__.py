"""The pages of a dispute."""

from disputes.views.dispute import DisputePage
from disputes.views.downloads import BundleDownload, DocumentDownload
from disputes.views.lists import DisputeExport, DisputeList
from disputes.views.steps import DisputeTransition, LodgeDispute

__all__ = [
    "BundleDownload",
    "DisputeExport",
    "DisputeList",
    "DisputePage",
    "DisputeTransition",
    "DocumentDownload",
    "LodgeDispute",
]
