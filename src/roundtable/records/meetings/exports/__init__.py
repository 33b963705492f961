"""Rows that leave as files: lists, calendars, the offline copy and the archive of a chairmanship."""
