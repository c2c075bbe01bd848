"""The rooms of the closing page."""
