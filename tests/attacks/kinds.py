"""Kinds of document that are not ours: they may touch any account and move goods either way.

Attacks on the books and the stock as such are made with them. What a kind of ours may not do besides is attacked apart.
"""

FREE_KINDS = """
INSERT INTO ledger_sourcetype (code, series, prefix, comes_late, accounts, reverses)
VALUES ('journal', 'journal', 'J-', false, '.+', ''), ('reversal', 'reversal', 'R-', false, '.+', 'journal');
INSERT INTO stock_movementtype (source_type, code, direction)
VALUES ('journal', 'adjust', 1), ('journal', 'adjust', -1), ('journal', 'adjust', 0);
"""
NO_FREE_KINDS = """
DELETE FROM stock_movementtype WHERE source_type = 'journal';
DELETE FROM ledger_sourcetype WHERE code IN ('journal', 'reversal');
"""
