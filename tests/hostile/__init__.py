"""Input made to harm: each costs bounded time and memory, and one line that says what is the matter."""
