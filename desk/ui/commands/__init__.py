"""Everything that can be done, and the ways to it: the palette, the key sheet, the keys of this station, the panels."""
