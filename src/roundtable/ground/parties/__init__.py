"""Who sits at the table: Parties, Partners, their institutions, contact points and stakeholders.

Words of this room: a *Party* is a state or the European Union; a *Partner* supports the dialogue; *participation* is a
fact with dates and a source, so a list of Parties is always a list on a day.
"""
