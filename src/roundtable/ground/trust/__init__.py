"""What is allowed, what is remembered, what is forgotten.

Words of this room: a *person* is a `User`; a *term* is a role held in a scope between two dates; a *door* is the sign
on an address that says who may use it; an *entry* is one line of history, the only history there is.
"""
