"""Write the skeleton of a new source, mart or figure (CONTRIBUTING.md, How to add).

Texts that a person has to write are `TODO`; a test refuses them in a commit.
"""
