"""The annex: pure functions on tables of numbers. It knows neither Django nor the house.

A table is a Polars frame, a file of rows is Parquet, names are SDMX's. Nothing here reads a clock, a setting or the
network: "now", chance and the way out come in as arguments. Only the observatory calls it, and the command line.
"""
