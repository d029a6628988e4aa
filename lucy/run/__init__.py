"""Playing a level: files, sessions, headless runs. Knows nothing of pixels."""
