"""The catalogue: datasets as files of rows, one folder a dataset and vintage, and the questions to them.

Every load is a vintage that never changes. What was known on a day stays to be asked, unless it was withdrawn; then the
notice answers. Rows are Parquet, DuckDB answers in the process; a folder can be read by any engine that reads Parquet.
"""
