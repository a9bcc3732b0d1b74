"""What a schema is made of, as PostgreSQL describes it: to be held against the template's.

Whatever lies in the schema is listed, by its kind and its name; what guarantees something also by its definition, in
which the schema's name is the template's placeholder. Owners and grants are asked elsewhere.
"""

from kernel.rows import fetch_all
from tenants.schemas.rules.comparing import Name
from tenants.schemas.rules.dump import PLACEHOLDER

CATALOGUE = """
    WITH place AS (SELECT oid, nspname, %s AS template FROM pg_namespace WHERE nspname = current_schema()),
    relation AS (SELECT pg_class.* FROM pg_class JOIN place ON place.oid = relnamespace),
    thing (kind, name, definition) AS (
        SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                            WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence'
                            ELSE 'type' END,
               relname::text,
               concat_ws(' ', relpersistence, relrowsecurity, relforcerowsecurity, relispartition,
                         array_to_string(ARRAY(SELECT option FROM unnest(reloptions) AS option
                                                WHERE option NOT LIKE '%%autovacuum%%'), ' '),
                         CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(relation.oid) END,
                         (SELECT concat_ws(' ', seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)
                            FROM pg_sequence WHERE seqrelid = relation.oid))
          FROM relation WHERE relkind NOT IN ('i', 'I', 't')
        UNION ALL
        SELECT 'column', relname || '.' || attname,
               concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attislocal,
                         nullif(attcollation, typcollation)::regcollation, pg_get_expr(adbin, adrelid))
          FROM relation JOIN pg_attribute ON attrelid = relation.oid JOIN pg_type ON pg_type.oid = atttypid
          LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE relkind IN ('r', 'p', 'f') AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT 'constraint', relname || '.' || conname, pg_get_constraintdef(pg_constraint.oid)
          FROM relation JOIN pg_constraint ON conrelid = relation.oid WHERE contype NOT IN ('n', 't')
        UNION ALL
        SELECT 'index', relname::text, concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid, indisready, indislive)
          FROM relation JOIN pg_index ON indexrelid = relation.oid
        UNION ALL
        SELECT 'trigger', relname || '.' || tgname, concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid))
          FROM relation JOIN pg_trigger ON tgrelid = relation.oid WHERE NOT tgisinternal
        UNION ALL
        SELECT 'trigger of a constraint', concat_ws(' ', relname || '.' || conname, proname), tgenabled::text
          FROM relation JOIN pg_trigger ON tgrelid = relation.oid JOIN pg_proc ON pg_proc.oid = tgfoid
          JOIN pg_constraint ON pg_constraint.oid = tgconstraint WHERE tgisinternal
        UNION ALL
        SELECT 'rule', relname || '.' || rulename, concat_ws(' ', ev_enabled, pg_get_ruledef(pg_rewrite.oid))
          FROM relation JOIN pg_rewrite ON ev_class = relation.oid WHERE rulename <> '_RETURN'
        UNION ALL
        SELECT 'policy', relname || '.' || polname, pg_get_expr(polqual, polrelid)
          FROM relation JOIN pg_policy ON polrelid = relation.oid
        UNION ALL
        SELECT 'inheritance', concat(inhrelid::regclass, ' of ', inhparent::regclass), ''
          FROM pg_inherits WHERE inhrelid IN (SELECT oid FROM relation) OR inhparent IN (SELECT oid FROM relation)
        UNION ALL
        SELECT 'function', concat(proname, '(', pg_get_function_identity_arguments(pg_proc.oid), ')'),
               CASE WHEN prokind <> 'a' THEN pg_get_functiondef(pg_proc.oid) END
          FROM place JOIN pg_proc ON pronamespace = place.oid
        UNION ALL
        SELECT thing.type, thing.identity, ''
          FROM place JOIN pg_depend ON refclassid = 'pg_namespace'::regclass AND refobjid = place.oid,
               LATERAL pg_identify_object(classid, objid, objsubid) AS thing
         WHERE classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass)
        UNION ALL
        SELECT 'migration', app || '.' || name, '' FROM django_migrations
    )
    SELECT kind, replace(name, nspname, template), replace(coalesce(definition, ''), nspname, template)
      FROM thing, place
"""


def catalogue() -> dict[Name, str]:
    """Everything in the schema that the connection is set to, with its definition. One statement."""
    return {(kind, name): definition for kind, name, definition in fetch_all(CATALOGUE, [PLACEHOLDER])}
