"""Evidence out: reflection, what waits for a decision, the package, and checking one."""
