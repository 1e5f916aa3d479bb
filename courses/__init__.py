"""Courses and advice by third parties (aanbod van anderen)."""
