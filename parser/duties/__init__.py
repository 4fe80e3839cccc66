"""Who must do what: from units of a paper to requirements.

lexicon  the word lists as compiled patterns
clause   the parts of one clause: frame, order, actors, verb
setting  what the headings and lead-ins above a unit say: listed duties or background, inherited actors
judge    whether a clause is a duty
divide   sentences cut where actor, kind or due date changes
rows     task tables
outcome  kind, levels, due day
"""
