"""Many plans against one or several parents: collected, compared in parallel, stored, and read back lazily."""
