"""Beginning a library: five short steps, of which nothing is written before the last."""
