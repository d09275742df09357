from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "kolokasi.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kolokasi.cases import commit

        commit.install()
