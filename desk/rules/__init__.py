"""The library's rules: values in, values out. No database, no window, no clock."""
