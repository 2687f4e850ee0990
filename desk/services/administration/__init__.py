"""The house: making a library, its rules and opening days, who works there."""
