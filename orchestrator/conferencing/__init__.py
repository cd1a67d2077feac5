"""Conferencing tools: what one must do for us, one folder or file for each, and what keeps their recordings coming."""
