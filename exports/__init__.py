"""What is taken away from the dashboard: files made of a selection, each by a pure function that returns its bytes."""
