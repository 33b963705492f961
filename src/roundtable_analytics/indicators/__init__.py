"""Indicators: pure functions of tables, each with its formula, its sources and a worked example that runs as a test.

An indicator takes a table with one row for each place and period and named columns, and gives the same table with two
more: `value`, and `missing`, which names the parts that are not known. Where a part is missing there is no value: a
part that nobody gave is never a zero. `registry.INDICATORS` lists them for whoever shows or reports them.
"""
