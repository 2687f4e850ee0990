"""Training: a sandbox day in a window that cannot be taken for the real one, and a drill in it."""
