"""Sources: from the files and services of others to the rows of a dataset, without code for each.

A mapping file says which column is what (docs/data/mappings.md); clients fetch from services through the HTTP client
that they are handed. Nothing here opens a connection by itself.
"""
