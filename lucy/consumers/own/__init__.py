"""Your own consumer: a Python file or any program, in a process of its own.

No sandbox: it may do whatever the person who starts it may do. This package only keeps it from stopping the game.
"""
