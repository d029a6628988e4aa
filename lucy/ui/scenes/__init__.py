"""The pages of the game, one file each. A page handles an input and returns the page to go on with."""
