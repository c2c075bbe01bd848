"""The rooms of the start page."""
