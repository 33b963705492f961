"""What is written together: drafts, comments, amendments, reservations, silence and adoption.

Words of this room: a *text* is a tree of *paragraphs*, each with a *key* that stays with it whatever its number
becomes; a *revision* is one state of a text that never changes again; words in *square brackets* are not agreed, and
what stands between them are *alternatives* with the *sponsors* who ask for them; an *amendment* is a wording proposed
for a range of a paragraph; a *reservation* is a Party's "not yet" on a paragraph; a text goes under *silence* when it
shall count as adopted unless an *addressee* breaks the silence by the deadline; a *certificate* says what came of it.
"""
