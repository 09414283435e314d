"""A report on a store as one page that opens without a network: ``kg report``."""

from kg.views.report.page import report_page
from kg.views.report.sources import Report

__all__ = ["Report", "report_page"]
