"""The whole way down to the disk: killed, full, read-only, cut off."""
