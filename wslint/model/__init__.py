"""What a deployment is made of, with no file format in it."""
