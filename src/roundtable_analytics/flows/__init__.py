"""Bilateral flows: how many people moved from each place to each other place between two counts of migrant stocks.

Everywhere here a *stock table* has one row for each place of birth and one column for each place of residence, in the
same order; a *flow table* has one row for each origin and one column for each destination, and nothing on its
diagonal. Six methods are told apart by Abel and Cohen (2019, doi:10.1038/s41597-019-0089-3); `methods` lists them.

Shelves, lower first: `tables` (shapes), `fitting` (tables with given margins), `differences`, `rates`, `net`,
`accounting` (births, deaths, equal totals), `estimates` (flows by demographic accounting), `methods` (the list),
`stocks` (from and to long tables).
"""
