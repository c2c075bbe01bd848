"""The protocol of a data cycle: goal, blueprint, dive, groups, plans, closing. Pure functions."""
