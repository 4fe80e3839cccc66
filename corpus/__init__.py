"""What rasoat knows and keeps: dated knowledge tables, annotated examples."""
