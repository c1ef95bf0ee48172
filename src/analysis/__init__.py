"""Education standards in England: ranks, attainment gaps and what small cohorts can show."""

__version__ = "0.1.0"
