"""What makes a report: fast kernels, one page, one report, its record, and folders that change whole."""
