"""Parts of `parser.citations`: finding numbered and named mentions, resolving them, telling their relation."""
