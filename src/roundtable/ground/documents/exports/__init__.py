"""What leaves as a file: texts in every format, the list of documents, drafting tables, minutes and certificates."""
