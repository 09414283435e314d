"""The ontology, read once: its files, terms, hierarchy, shapes, and the vocabulary that mapping follows."""
