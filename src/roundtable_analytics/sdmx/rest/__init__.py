"""The address of an SDMX web service as a question: REST 1.5 (SDMX 2.1) and REST 2.x (SDMX 3.0 and 3.1), no HTTP here.

What is asked becomes typed values; which cells of a dataset those are, `cells` says. Errors carry the numbers of the
standard.
"""
