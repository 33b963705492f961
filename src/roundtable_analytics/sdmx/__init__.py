"""SDMX: the language in which statistical offices exchange figures; structures and data, read as a stream and written.

A data message is read in batches of rows whose cells are text as they stood in the message; `typed` makes numbers of
measures. What is no message, or a broken one, is refused with the place and the reason.
"""
