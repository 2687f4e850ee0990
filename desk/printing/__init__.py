"""Answers as documents: what comes out of a printer, as PDF."""
