"""A report on this machine's Branchline that its user can hand on."""
