"""Drives the real window through a piece of the day, scanning over a wire, and takes its pictures."""
