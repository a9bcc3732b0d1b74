"""`python -m localdev figures` counts what it says."""

from localdev.figures import measure_modules, print_figures


def test_modules_and_functions_are_counted_and_empty_files_are_not(tmp_path):
    (tmp_path / "empty.py").write_text("\n")
    (tmp_path / "short.py").write_text("x = 1\n")
    (tmp_path / "long.py").write_text("def outer():\n    def inner():\n        pass\n    inner()\n")
    found = measure_modules(tmp_path.glob("*.py"))
    assert sorted(found.lines) == [1, 4]
    assert [(function.place.rpartition("/")[2], function.lines) for function in found.functions] == [
        ("long.py:1 outer", 4),
        ("long.py:2 inner", 2),
    ]


def test_the_houses_figures_name_each_room_and_the_contracts(capsys):
    assert print_figures() == 0
    said = capsys.readouterr().out
    assert "sales.selling" in said
    assert "import contracts" in said
