"""The pages before the desk: welcome, a new library, signing in, bringing records in."""
