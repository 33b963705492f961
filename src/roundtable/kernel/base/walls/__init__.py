"""The walls behind the rules: whose rows a piece of work reaches, whatever its queries ask for.

The first line is `queries.visible_to` of each room. Behind it stands the first wall, in Python (`managers`): a table
that holds what not everybody may read gives its rows only while a reach is open, and only those within it. Behind that
stands the second wall, in PostgreSQL (`row_security`), which holds whatever the Python says.

Nothing here asks who somebody is: `trust` reads a person's reach from their functions, its middleware opens it for a
request, and what is done for the whole house says so with `looking_across` and its reason.
"""
