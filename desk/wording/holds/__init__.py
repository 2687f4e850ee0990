"""Sentences about holds."""
