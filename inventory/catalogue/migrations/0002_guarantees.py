"""A code means one thing: no barcode is the SKU of another variation, however either is written."""

from django.db import migrations

from inventory.catalogue.models.codes import CodeKey
from kernel.guarantees import REFUSED, STEADY_PLANS, function, trigger


def key(text: str) -> str:
    return CodeKey.template.replace("%(expressions)s", text)


# At COMMIT, for a product may swap codes among its variations on the way. The row of the code is what a transaction
# waits for while another one writes the same code, so that it then sees what that one wrote.
PROVE = f"""
DECLARE
    written text := to_jsonb(NEW) ->> TG_ARGV[0];
    meant text := {key("written")};
BEGIN
    INSERT INTO catalogue_code (text) VALUES (meant) ON CONFLICT (text) DO NOTHING;
    PERFORM FROM catalogue_code WHERE text = meant FOR UPDATE;
    PERFORM FROM catalogue_variation AS variation JOIN catalogue_barcode AS barcode
         ON {key("barcode.code")} = meant AND barcode.variation_id <> variation.id
      WHERE {key("variation.sku")} = meant;
    IF FOUND THEN
        RAISE EXCEPTION '% is the SKU of one thing and a barcode of another', written {REFUSED} 'catalogue_code_once';
    END IF;
    RETURN NULL;
END
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        function("catalogue_prove_code()", PROVE, settings=STEADY_PLANS),
        trigger(
            "catalogue_sku_once",
            "catalogue_variation",
            "AFTER INSERT OR UPDATE OF sku",
            "ROW EXECUTE FUNCTION catalogue_prove_code('sku')",
            deferred=True,
        ),
        trigger(
            "catalogue_code_once",
            "catalogue_barcode",
            "AFTER INSERT OR UPDATE",
            "ROW EXECUTE FUNCTION catalogue_prove_code('code')",
            deferred=True,
        ),
    ]
