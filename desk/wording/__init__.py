"""Answers turned into what people read: the only place where sentences are made."""
