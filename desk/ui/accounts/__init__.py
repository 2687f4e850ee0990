"""The page of the money: what readers owe and pay, and the till."""
