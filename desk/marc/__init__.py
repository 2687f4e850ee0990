"""MARC records: reading them from files, what they say about a title, and keeping them whole."""
