"""How days and times are written in each language, where Django's own habit would mislead our readers.

In English a day is never a row of three numbers, whose order differs between countries. In Russian and Ukrainian no
abbreviation ends a day, so that a sentence may end with it. The pages say days elsewhere by CLDR in the same shape.
"""
