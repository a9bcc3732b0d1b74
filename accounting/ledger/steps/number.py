from dataclasses import replace

from accounting.ledger.document import Document
from company.rules.fiscal_year import document_number
from company.steps import next_number


def number(doc: Document) -> Document:
    """The document with the next number of its series: one statement, and the last lock that an operation takes.

    SeriesFull.
    """
    serial = next_number(outlet_id=doc.outlet.id, series=doc.type.series, fiscal_year=doc.fiscal_year)
    text = document_number(doc.outlet.code, doc.type.prefix, doc.fiscal_year, serial)
    return replace(doc, serial=serial, number=text)
