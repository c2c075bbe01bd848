"""The rooms of the assessment's page."""
