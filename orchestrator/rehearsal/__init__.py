"""A rehearsal plays an evening from outside: real clients over Socket.IO and HTTP, nothing of the server's code."""
