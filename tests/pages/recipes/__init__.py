"""What comes of each recipe in docs/architecture.md; run by `tests/pages/test_recipes.py` in a copy that follows it."""
