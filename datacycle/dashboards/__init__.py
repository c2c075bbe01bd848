"""What a dashboard notebook calls: ``pages.show("data_dive")``, and nothing else.

A page is a function ``page(wb, query) -> widget`` in ``datacycle.dashboards.pages.<name>``. It
gets the workbench of the person who asked and the words of the address, and returns a widget.
"""

from .show import build, show

__all__ = ["build", "show"]
