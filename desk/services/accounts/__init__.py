"""Money: what readers are charged, what they pay, and the till."""
