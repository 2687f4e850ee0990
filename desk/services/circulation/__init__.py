"""Lending: check-out, check-in, renewal, the visit, and taking each of them back."""
