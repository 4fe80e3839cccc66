"""The frame of a paper (thể thức): letterhead, number and date, title, addressees, signature, recipients.

`parser.header.find_header` walks these modules; the words they look for are data (corpus/knowledge/header.toml).
"""
