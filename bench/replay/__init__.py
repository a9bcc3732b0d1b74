"""A real grocer's year, sold again: the Complete Journey data set of 84.51°, one store at a time."""
