"""The rooms of the results' page."""
