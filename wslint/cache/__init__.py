"""What one run leaves to the next: facts as data."""
