"""Sentences about readers."""
