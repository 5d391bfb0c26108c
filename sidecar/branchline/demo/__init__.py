"""The demo agent and the sample repository: what a new user tries Branchline with, without an account or network.

Standard library only, and nothing of the rest of Branchline: to the product it is a terminal program like the others.
"""
