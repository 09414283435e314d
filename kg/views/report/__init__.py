"""A report on a store as one page that opens without a network: ``kg report``."""

from kg.views.report.page import report_page
from kg.views.report.sources import ReportData

__all__ = ["ReportData", "report_page"]
