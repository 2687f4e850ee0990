"""The page of the readers: finding, registering, their account."""
