"""Which of the packages' own static files go out: those that a page of ours asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OurStaticFiles(StaticFilesConfig):
    # django-htmx carries four editions of htmx; compressing those that no page loads takes seconds.
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("htmx-4*", "htmax-*", "htmx-2.js", "ext"),
    ]
