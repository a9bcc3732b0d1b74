from tenants.schemas.rules.dump import retargeted, statements_of

DUMP = """--
-- PostgreSQL database dump
--

\\restrict abc

SET check_function_bodies = false;

--
-- Name: t_scratch1; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA t_scratch1;


--
-- Name: guard(); Type: FUNCTION; Schema: t_scratch1; Owner: -
--

CREATE FUNCTION t_scratch1.guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 't_scratch1', 'extensions'
    AS $$
BEGIN
    -- a comment; with a semicolon
    PERFORM 1; RETURN NEW;
END $$;


--
-- Data for Name: thing; Type: TABLE DATA; Schema: t_scratch1; Owner: -
--

INSERT INTO t_scratch1.thing VALUES
	(1, 'one; two'),
	(2, 't_scratch1x');


--
-- Name: thing_id_seq; Type: SEQUENCE SET; Schema: t_scratch1; Owner: -
--

SELECT pg_catalog.setval('t_scratch1.thing_id_seq', 2, true);


--
-- Name: other_id_seq; Type: SEQUENCE SET; Schema: t_scratch1; Owner: -
--

SELECT pg_catalog.setval('t_scratch1.other_id_seq', 1, false);


--
-- Name: thing thing_guard; Type: TRIGGER; Schema: t_scratch1; Owner: -
--

CREATE TRIGGER thing_guard BEFORE UPDATE ON t_scratch1.thing FOR EACH ROW EXECUTE FUNCTION t_scratch1.guard();


--
-- PostgreSQL database dump complete
--

\\unrestrict abc

"""


def test_each_object_is_one_statement_and_nothing_else_is():
    statements = statements_of(DUMP, schema="t_scratch1")
    assert [statement.split()[0] for statement in statements] == ["CREATE", "CREATE", "INSERT", "SELECT", "CREATE"]
    assert "PERFORM 1; RETURN NEW;\nEND $$;" in statements[1]


def test_the_name_is_replaced_as_a_word_wherever_it_stands():
    (_schema, function, rows, sequence, trigger) = retargeted(statements_of(DUMP, schema="t_scratch1"), schema="t_new")
    assert "t_new.guard()" in function
    assert "'t_new', 'extensions'" in function
    assert "t_new.thing " in rows
    assert "'t_scratch1x'" in rows
    assert "'t_new.thing_id_seq'" in sequence
    assert trigger.count("t_new") == 2
