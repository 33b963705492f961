"""Roundtable: the platform on which a dialogue between states on migration does its work."""
