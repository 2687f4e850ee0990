"""The circulation desk: a library's check-out, check-in and renewals, from a scan to a durable record."""

__version__ = "0.1.0"
