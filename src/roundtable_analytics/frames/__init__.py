"""Frames: the typed cube that everything in the annex reads and gives.

A cube is a Polars frame with a shape (dimensions, time, measures, attributes) and an origin (source, licence, dates).
A number that is not there says why it is not there; the words are SDMX's own codes.
"""
