"""Pages under the roof."""
