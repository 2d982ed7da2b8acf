//! Verbs: one command = one transaction = its fact.
