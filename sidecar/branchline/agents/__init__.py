"""The agents that Branchline knows: a room for each, and what several of them share."""
