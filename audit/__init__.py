"""Comparing papers: requirement × plan → verdict. Numbers, dates and symbols are decided exactly."""
