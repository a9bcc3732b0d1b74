"""Measurements of the product against floors and against a grocer's real year."""
