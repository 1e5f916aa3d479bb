"""Experiments (experimenten): calls, applications of partnerships, and what they report."""
