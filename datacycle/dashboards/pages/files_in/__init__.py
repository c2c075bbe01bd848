"""Bringing in results: what the page shows of a plan before it is stored."""
