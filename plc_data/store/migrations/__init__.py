"""The steps by which a store's database came to its present form."""
