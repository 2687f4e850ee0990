"""Records coming in from files: titles and copies from MARC, and copies, patrons and open loans from CSV.

Nothing here is imported at the start of the program: pymarc is slow to load.
"""
