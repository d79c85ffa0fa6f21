"""What a description says that a thing is, how many, and by which evidence."""
