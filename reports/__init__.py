"""One verdict or summary object in, a page out: text, JSON, HTML, DOCX. Nothing is decided here."""
