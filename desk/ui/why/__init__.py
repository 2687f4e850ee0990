"""Why is it so, and what would be: panels beside the rows."""
