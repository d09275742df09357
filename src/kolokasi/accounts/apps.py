from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kolokasi.accounts"
    label = "accounts"
    verbose_name = "Orang dan jabatan"
    default_auto_field = "django.db.models.BigAutoField"
