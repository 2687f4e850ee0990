"""The coach: a slim strip that leads through the first eight acts and ticks them off."""
