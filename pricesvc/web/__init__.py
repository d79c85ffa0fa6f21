"""The REST face: requests in, answers and problems out. The only users of fastapi."""
