"""The pages: one room each, a function ``page(wb, query)`` that returns a widget."""
