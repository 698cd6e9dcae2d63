"""The verbs that change the catalogue, a file for each family of verbs."""
