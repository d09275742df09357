"""A client that reads every page it fetches as a careful person would, and fails on what would trip one.

One ``h1``, a title, every control labelled, no id twice, a language, no inline script or style, no
template leftovers, no English where Indonesian stands around it.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from kolokasi.cases.acts import new_key

_UNLABELLED = {"hidden", "submit", "button"}
_LEFTOVERS = re.compile(r"\{\{|\{%|None</|&lt;SafeString|%\(\w+\)s")


class Page(HTMLParser):
    """What a page says: its forms, links, texts and ids."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.ids: Counter[str] = Counter()
        self.fields: list[dict[str, Any]] = []
        self.labels: set[str] = set()
        self.links: list[str] = []
        self.headings = 0
        self.title = ""
        self.lang = ""
        self.texts: list[str] = []
        self.inline: list[str] = []
        self._stack: list[str] = []
        self._wrapped = False
        self._form = -1
        self._select: dict[str, Any] | None = None
        self._area: dict[str, Any] | None = None
        self._template = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._template += 1
        if "id" in found and not self._template:
            self.ids[found["id"]] += 1
        if "style" in found or any(name.startswith("on") for name in found):
            self.inline.append(tag)
        match tag:
            case "html":
                self.lang = found.get("lang", "")
            case "h1":
                self.headings += 1
            case "a":
                self.links.append(found.get("href", ""))
            case "form":
                self._form += 1
            case "label":
                self.labels.add(found.get("for", ""))
                self._wrapped = True
            case "script" if "src" not in found:
                self.inline.append(tag)
            case "style":
                self.inline.append(tag)
        if tag in ("input", "select", "textarea", "button") and not self._template:
            field = {"tag": tag, "wrapped": self._wrapped, "form": self._form, **found}
            field.setdefault("value", "on" if found.get("type") == "checkbox" else "")
            self.fields.append(field)
            self._select = field if tag == "select" else self._select
            self._area = field if tag == "textarea" else None
        if tag == "option" and self._select is not None and "selected" in found:
            self._select["value"] = found.get("value", "")
        self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        if tag == "label":
            self._wrapped = False
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None
        if tag in self._stack:
            while self._stack and self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._stack and self._stack[-1] == "title" and "svg" not in self._stack:
            self.title += data
        if self._area is not None:
            self._area["value"] += data.removeprefix("\n")
        if not {"script", "style"} & set(self._stack):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def faults(self, *, quoting: bool = False) -> list[str]:
        """What would trip a reader of this page. ``quoting``: it shows words that look like code."""
        found = [f"id {one} dua kali" for one, times in self.ids.items() if times > 1]
        if self.headings != 1:
            found.append(f"{self.headings} h1")
        if not self.title.strip() or self.title.strip().startswith("·"):
            found.append("tanpa judul")
        if self.lang not in ("id", "en"):
            found.append(f"lang={self.lang!r}")
        found += [f"inline {one}" for one in self.inline]
        for field in self.fields:
            if field["tag"] == "button" or field.get("type") in _UNLABELLED:
                continue
            named = field.get("id") in self.labels or field["wrapped"] or "aria-label" in field
            if not named:
                found.append(f"{field.get('name')} tanpa label")
        leftover = _LEFTOVERS.search(self.html)
        if leftover and not quoting:
            found.append(f"sisa templat {leftover[0]!r}")
        return found

    def form_with(self, name: str) -> dict[str, Any]:
        """The values of the form that has a control of this name, as a browser would send them."""
        number = next(one["form"] for one in self.fields if one.get("name") == name)
        values: dict[str, Any] = {}
        for field in self.fields:
            key = field.get("name")
            if field["form"] != number or not key or field["tag"] == "button":
                continue
            if field.get("type") in ("submit", "file"):
                continue
            if field.get("type") in ("checkbox", "radio") and "checked" not in field:
                continue
            values.setdefault(key, []).append(field["value"])
        return values


class Visitor:
    """One person at a browser. Every page that comes back is read; redirects are followed."""

    quoting = False  # whether the pages show words that look like code, and are meant to

    def __init__(self, person: Any = None) -> None:
        self.client = Client()
        if person is not None:
            self.client.force_login(person)

    def get(self, path: str, *, status: int = 200, **headers: str) -> Page:
        return self._read(self.client.get(path, follow=True, headers=headers), status, path)

    def post(
        self, path: str, data: dict[str, Any], *, status: int = 200, follow: bool = True
    ) -> Page:
        sent = {"kunci": new_key(), **data}  # what the page's own form would bring along
        return self._read(self.client.post(path, sent, follow=follow), status, path)

    def send(self, path: str, *, has: str, status: int = 200, **changes: Any) -> Page:
        """Open a page, fill in the form that has a control of this name, send it."""
        values = self.get(path).form_with(has) | {
            k.replace("__", "."): v for k, v in changes.items()
        }
        return self.post(path, values, status=status)

    def _read(self, response: HttpResponse, status: int, path: str) -> Page:
        assert response.status_code == status, (path, response.status_code, _said(response))
        html = response.content.decode()
        page = Page(html)
        faults = page.faults(quoting=self.quoting)
        assert not faults, (path, faults)
        policy = response.headers.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy, policy
        assert "unsafe" not in policy, policy
        self.path = response.request["PATH_INFO"] if hasattr(response, "request") else path
        return page


def _said(response: HttpResponse) -> str:
    if "text/html" not in response.headers.get("Content-Type", ""):
        return response.content[:200].decode("utf-8", "replace")
    return Page(response.content.decode()).text[:600]
