"""Counting by bits: one bit string for each choice, in which bit i is the i-th public event in the list's order."""
