"""Sentences about money."""
