"""What one machine needs to run, test and measure the product: its servers, its processes, a demo business.

Nothing here is part of the product; `python -m localdev --help` lists what the Makefile calls.
"""
