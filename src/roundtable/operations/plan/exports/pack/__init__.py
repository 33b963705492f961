"""Monitoring packs as files: the text is composed once, when the snapshot is frozen; the writers only lay it out."""
