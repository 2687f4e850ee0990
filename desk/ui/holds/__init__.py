"""The page of the holds: to pull, on the shelf, waiting, on their way."""
