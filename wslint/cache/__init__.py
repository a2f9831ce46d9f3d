"""What one run leaves to the next: facts and findings as data."""
