"""A believable business to look around in, made by the operations people use."""
