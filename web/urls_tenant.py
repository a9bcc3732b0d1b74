"""Pages of a business's own host."""

from django.urls import path

from web.views import account, home, money, opening_stock, outlets, people, product_form, products, sales, stock, till

urlpatterns = [
    path("", home.home_page, name="home"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("outlets/", outlets.listing, name="outlet_list"),
    path("outlets/switch/", outlets.switch, name="outlet_switch"),
    path("people/", people.listing, name="people_list"),
    path("people/new/", people.new, name="people_new"),
    path("people/<int:person_id>/", people.edit, name="people_edit"),
    path("people/<int:person_id>/let-go/", people.let_go, name="people_let_go"),
    path("products/", products.listing, name="product_list"),
    path("products/new/", product_form.new, name="product_new"),
    path("products/categories/", product_form.new_category, name="category_new"),
    path("products/<int:product_id>/", products.detail, name="product_detail"),
    path("products/<int:product_id>/edit/", product_form.edit, name="product_edit"),
    path("products/<int:product_id>/archive/", products.archive, name="product_archive"),
    path("products/<int:product_id>/restore/", products.restore, name="product_restore"),
    path("stock/", stock.levels_page, name="stock_list"),
    path("stock/batches/", stock.batches_page, name="batch_list"),
    path("stock/opening/", opening_stock.opening_page, name="opening_stock"),
    path("stock/opening/find/", opening_stock.find, name="opening_find"),
    path("till/", till.till_page, name="till"),
    path("till/<int:outlet_id>/tiles/", till.tiles, name="till_tiles"),
    path("sales/", sales.listing, name="sale_list"),
    path("sales/<uuid:sale_id>/", sales.detail, name="sale_detail"),
    path("sales/<uuid:sale_id>/receipt/", sales.receipt, name="receipt"),
    path("money/trial-balance/", money.trial_balance_page, name="trial_balance"),
]
