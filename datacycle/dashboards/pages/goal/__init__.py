"""The rooms of the goal's page."""
