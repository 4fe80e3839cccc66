"""Settings shared by all tests."""

from __future__ import annotations

from hypothesis import settings

# A first example pays for imports and compiled patterns, and a shared machine is slow at times: no deadline per example.
# The same examples every run, so that a red run can be repeated; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("house")
