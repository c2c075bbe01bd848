"""The parts of the page of focus and data inventory."""
