"""Everything here runs in real transactions, and so on tables that are emptied afterwards."""

import pytest


@pytest.fixture(autouse=True)
def real_transactions(parallel_db: None) -> None:
    """The register and the law are there, and nothing else."""
