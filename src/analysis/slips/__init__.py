"""Rules that find slips in printed tables, a module for each kind of redundancy. ``analysis.consistency`` runs them."""
