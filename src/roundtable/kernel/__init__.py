"""The cellar, without pages: notices, drafts, files, links, tasks, the outside, and the base they stand on."""
