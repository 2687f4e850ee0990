"""What the tests do in small, done for hours."""
