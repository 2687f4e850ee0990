"""Learning the desk: numbers for the first acts, a library to practise in, a drill that the journal judges."""
