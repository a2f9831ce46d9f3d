"""Configuration files and options, made into frozen settings."""
