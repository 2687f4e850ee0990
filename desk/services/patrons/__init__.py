"""Readers: who they are, what they have and owe."""
