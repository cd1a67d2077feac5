"""BigBlueButton, API 2.4 to 3.0."""
