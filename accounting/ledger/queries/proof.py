"""What a proof asks of the books: entry by entry, series by series, month by month, and the totals by day."""

from accounting.ledger.rules.chart import ACCOUNT_OF_TENDER, CHART
from accounting.ledger.rules.documents import DOCUMENTS
from company.queries.proof import fiscal_year_of
from kernel.proofs import Question

_CHART = ", ".join(f"('{line.role}', '{line.kind}')" for line in CHART)
_KINDS = ", ".join(
    f"('{kind.kind}', '{kind.series}', '{kind.prefix}', {kind.comes_late}, '{kind.accounts}', '{kind.reverses}')"
    for kind in DOCUMENTS.values()
)
_TENDERS = ", ".join(f"('{method}', '{role}')" for method, role in ACCOUNT_OF_TENDER.items())

ENTRIES = (
    Question(
        "an entry's debits and credits differ at an outlet",
        """
        SELECT entry_id AS entry, outlet_id AS outlet, sum(debit) AS debit, sum(credit) AS credit
          FROM ledger_journalline GROUP BY entry_id, outlet_id HAVING sum(debit) <> sum(credit)
        """,
    ),
    Question(
        "an entry has no lines",
        """
        SELECT id AS entry, number FROM ledger_journalentry AS entry
         WHERE NOT EXISTS (SELECT FROM ledger_journalline AS line WHERE line.entry_id = entry.id)
        """,
    ),
    Question(
        "a journal line is of no entry of its day",
        """
        SELECT line.id AS line, line.entry_id AS entry, line.date
          FROM ledger_journalline AS line
          LEFT JOIN ledger_journalentry AS entry ON entry.id = line.entry_id AND entry.date = line.date
         WHERE entry.id IS NULL
        """,
    ),
    Question(
        "an entry is dated outside its period",
        """
        SELECT entry.id AS entry, entry.date, entry.period_id AS period
          FROM ledger_journalentry AS entry
          LEFT JOIN ledger_period AS month
            ON month.id = entry.period_id AND entry.date BETWEEN month.starts_on AND month.ends_on
         WHERE month.id IS NULL
        """,
    ),
    Question(
        "an entry is numbered in another year than it is dated",
        """
        SELECT entry.id AS entry, entry.number, entry.fiscal_year, entry.date
          FROM ledger_journalentry AS entry
          JOIN ledger_period AS month ON entry.date BETWEEN month.starts_on AND month.ends_on
          LEFT JOIN ledger_sourcetype AS source ON source.code = entry.source_type
         WHERE entry.fiscal_year > month.fiscal_year
            OR entry.fiscal_year < month.fiscal_year AND source.comes_late IS NOT TRUE
        """,
    ),
    Question(
        "an entry is of no known kind of document",
        """
        SELECT entry.id AS entry, entry.source_type
          FROM ledger_journalentry AS entry
          LEFT JOIN ledger_sourcetype AS source ON source.code = entry.source_type
         WHERE source.code IS NULL
        """,
    ),
    Question(
        "an entry touches an account that its kind of document doesn't",
        """
        SELECT entry.id AS entry, entry.source_type, line.id AS line, account.role
          FROM ledger_journalentry AS entry
          JOIN ledger_sourcetype AS source ON source.code = entry.source_type
          JOIN ledger_journalline AS line ON line.entry_id = entry.id
          JOIN ledger_account AS account ON account.id = line.account_id
         WHERE (account.role ~ concat('^(', source.accounts, ')$')) IS NOT TRUE
        """,
    ),
    Question(
        "an entry reverses one that its kind of document doesn't",
        """
        SELECT entry.id AS entry, entry.source_type, entry.reverses_id AS reverses
          FROM ledger_journalentry AS entry
          JOIN ledger_sourcetype AS source ON source.code = entry.source_type
          LEFT JOIN ledger_journalentry AS original ON original.id = entry.reverses_id
         WHERE (source.reverses = '') <> (entry.reverses_id IS NULL)
            OR (original.source_type, original.source_id) <> (source.reverses, entry.source_id)
            OR original.date > entry.date
        """,
    ),
    Question(
        "a document is posted twice",
        """
        SELECT source_type, source_id, array_agg(id) AS entries FROM ledger_journalentry
         GROUP BY source_type, source_id HAVING count(*) > 1
        """,
    ),
    Question(
        "a reversal doesn't mirror what it reverses",
        """
        SELECT reversal.id AS entry, reversal.reverses_id AS reverses
          FROM ledger_journalentry AS reversal
          LEFT JOIN ledger_journalentry AS original ON original.id = reversal.reverses_id
         WHERE reversal.reverses_id IS NOT NULL AND (
               original.id IS NULL OR original.id = reversal.id OR original.reverses_id IS NOT NULL
            OR EXISTS (
               SELECT FROM (
                   SELECT account_id, outlet_id, debit, credit FROM ledger_journalline WHERE entry_id = reversal.id
                   UNION ALL
                   SELECT account_id, outlet_id, -credit, -debit FROM ledger_journalline WHERE entry_id = original.id
               ) AS side GROUP BY account_id, outlet_id HAVING sum(debit) <> 0 OR sum(credit) <> 0
            )
         )
        """,
    ),
)

KINDS = (
    Question(
        "the kinds of document are not the code's",
        f"""
        SELECT code FROM ledger_sourcetype AS source
          FULL JOIN (VALUES {_KINDS}) AS kind (code, series, prefix, comes_late, accounts, reverses) USING (code)
         WHERE (source.series, source.prefix, source.comes_late, source.accounts, source.reverses)
               IS DISTINCT FROM (kind.series, kind.prefix, kind.comes_late, kind.accounts, kind.reverses)
        """,  # noqa: S608 (our own)
    ),
    Question(
        "the account of a way of paying is not the code's",
        f"""
        SELECT method
          FROM ledger_tenderaccount AS known FULL JOIN (VALUES {_TENDERS}) AS tender (method, role) USING (method)
         WHERE known.role IS DISTINCT FROM tender.role
        """,  # noqa: S608 (our own)
    ),
    Question(
        "the number of an entry is not made of its kind, outlet, year and serial",
        f"""
        SELECT entry.id AS entry, entry.number, entry.series
          FROM ledger_journalentry AS entry
          JOIN company_outlet AS outlet ON outlet.id = entry.outlet_id
          JOIN (VALUES {_KINDS}) AS kind (source_type, series, prefix, comes_late, accounts, reverses)
         USING (source_type)
         WHERE entry.series <> kind.series
            OR entry.number <> concat(kind.prefix, outlet.code, '/', entry.fiscal_year, '/', entry.serial)
        """,  # noqa: S608 (our own)
    ),
)

# Receipts (series sale) are numbered in sales.selling: one worth nothing has no entry.
SERIES = (
    Question(
        "the number of an entry is missing or there twice",
        """
        SELECT outlet_id AS outlet, series, fiscal_year, before AS after, serial AS comes
          FROM (
            SELECT outlet_id, series, fiscal_year, serial, lag(serial, 1, 0::bigint) OVER one AS before
              FROM ledger_journalentry WHERE series <> 'sale'
            WINDOW one AS (PARTITION BY outlet_id, series, fiscal_year ORDER BY serial)
          ) AS numbered WHERE serial <> before + 1
        """,
    ),
    Question(
        "the last number of a series is not its last entry's",
        """
        SELECT outlet_id AS outlet, series, fiscal_year, counted.last_number, used.last_number AS used
          FROM (SELECT * FROM company_numberseries WHERE series <> 'sale') AS counted
          FULL JOIN (SELECT outlet_id, series, fiscal_year, max(serial) AS last_number
                       FROM ledger_journalentry WHERE series <> 'sale'
                      GROUP BY outlet_id, series, fiscal_year) AS used USING (outlet_id, series, fiscal_year)
         WHERE counted.last_number IS DISTINCT FROM used.last_number
        """,
    ),
)

MONTHS = (
    Question(
        "a period is no whole month of its year",
        f"""
        SELECT id AS period, starts_on, ends_on, fiscal_year FROM ledger_period
         WHERE extract(day FROM starts_on) <> 1
            OR ends_on <> (starts_on + interval '1 month' - interval '1 day')::date
            OR fiscal_year <> {fiscal_year_of("starts_on")}
        """,  # noqa: S608 (our own)
    ),
    Question(
        "a month's state is not that of its last change",
        """
        SELECT month.id AS period, month.starts_on, month.is_open
          FROM ledger_period AS month
         WHERE is_open <> coalesce(
               (SELECT change.is_open FROM ledger_periodchange AS change
                 WHERE change.period_id = month.id ORDER BY change.id DESC LIMIT 1), true)
        """,
    ),
    Question(
        "a month is open before one that is closed",
        """
        SELECT id AS period, starts_on FROM ledger_period
         WHERE is_open AND starts_on < (SELECT max(starts_on) FROM ledger_period WHERE NOT is_open)
        """,
    ),
    Question(
        "a month was reopened for no reason",
        "SELECT id AS change, period_id AS period FROM ledger_periodchange WHERE is_open AND reason !~ '[^[:space:]]'",
    ),
)

ACCOUNTS = (
    Question(
        "an account is missing or of another kind than the chart says",
        f"""
        SELECT role, chart.kind AS expected, account.id AS account, account.kind
          FROM (VALUES {_CHART}) AS chart (role, kind) LEFT JOIN ledger_account AS account USING (role)
         WHERE account.kind IS DISTINCT FROM chart.kind
        UNION ALL
        SELECT role, 'liability', id, kind FROM ledger_account
         WHERE starts_with(role, 'output_tax_') AND kind <> 'liability'
        """,  # noqa: S608 (our own)
    ),
    Question(
        "an account's total of a day is not what the journal lines come to",
        """
        SELECT account_id AS account, outlet_id AS outlet, date, sum(debit) AS debit, sum(credit) AS credit
          FROM (
            SELECT account_id, outlet_id, date, debit, credit FROM ledger_accountday
            UNION ALL
            SELECT account_id, outlet_id, date, -debit, -credit FROM ledger_journalline
          ) AS part
         GROUP BY account_id, outlet_id, date HAVING sum(debit) <> 0 OR sum(credit) <> 0
        """,
    ),
)

QUESTIONS = (*ENTRIES, *KINDS, *SERIES, *MONTHS, *ACCOUNTS)
