"""Text to documents in which everything knows where it is written. Only this layer sees raw text."""
