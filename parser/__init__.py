"""A file in, a `Document` out: text, pages, header, outline, citations, deadlines, targets, requirements."""
