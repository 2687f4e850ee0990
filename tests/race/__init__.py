"""Two desks, two processes, one library."""
