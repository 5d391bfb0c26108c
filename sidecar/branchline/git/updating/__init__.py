"""A worktree gets what its base has, with what is not committed in it: all is made without it, then carried out."""
