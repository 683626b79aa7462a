"""The product's addresses; the names stay put, others build on them."""

app_name = "accounts"
urlpatterns: list = []
