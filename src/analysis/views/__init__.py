"""Results as the tables and charts that the pages show. Rows come in computed; here they get words."""
