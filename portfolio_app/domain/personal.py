"""Which numbers and addresses point at a private person, and which at an office.

A pattern (domain.patterns) says what is written; this says whose it is likely to be, so that the
pre-flight does not cry at every letterhead.
"""

from __future__ import annotations

import re
from enum import StrEnum

from portfolio_app.domain import patterns
from portfolio_app.domain.patterns import Pattern


class Whose(StrEnum):
    """Whose a number or an address is likely to be."""

    PERSON = "person"  # a person's own: a number that is one person's, a private address
    WORK = "work"  # perhaps a colleague's: a name at an organisation, a postcode, a landline
    OFFICE = "office"  # an office's: a shared mailbox, a helpline


_ALWAYS = frozenset({Pattern.NHS, Pattern.UPN, Pattern.NI, Pattern.BIRTH})
# Providers of private mailboxes; the first label of the domain, or the two before "uk".
_PRIVATE_MAIL = frozenset(
    {
        "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "rocketmail",
        "icloud", "me", "mac", "aol", "btinternet", "btopenworld", "talktalk", "sky", "virginmedia",
        "ntlworld", "blueyonder", "plusnet", "tiscali", "proton", "protonmail", "gmx", "mail",
        "zoho", "tutanota", "fastmail", "o2", "orange", "wanadoo", "freeserve",
    }
)  # fmt: skip
_OFFICE_MAIL = frozenset(
    {
        "info", "information", "enquiries", "enquiry", "inquiries", "office", "admin",
        "administration", "contact", "contactus", "hello", "help", "helpdesk", "support", "service",
        "services", "servicedesk", "reception", "hr", "people", "payroll", "finance", "accounts",
        "invoices", "procurement", "sales", "press", "media", "communications", "comms",
        "marketing", "news", "newsletter", "team", "noreply", "donotreply", "feedback",
        "complaints", "foi", "dpo", "dataprotection", "privacy", "governance", "clerk", "democracy",
        "democratic", "committee", "committees", "board", "training", "safeguarding", "events",
        "bookings", "membership", "webmaster", "postmaster", "mail", "post", "school", "college",
        "university", "library", "jobs", "recruitment", "careers", "apprenticeships", "all",
        "staff", "staffing", "everyone", "editor", "editors", "research", "statistics", "data",
        "digital", "web", "website", "it", "ict", "security", "estates", "facilities",
        "headteacher",
        "head", "principal", "chair", "chief", "executive", "director", "directors", "secretary",
        "manager", "senco", "pals", "ig", "customer", "customers", "customerservices", "general",
        "consultation", "policy", "planning", "project", "programme", "list", "announce",
    }
)  # fmt: skip


def whose(pattern: Pattern, words: str) -> Whose:
    """Return whose a number or an address is likely to be, from what it is and how it is made."""
    if pattern in _ALWAYS:
        return Whose.PERSON
    if pattern is Pattern.PHONE:
        digits = patterns.canonical(pattern, words)
        if re.match(r"07[1-57-9]", digits):
            return Whose.PERSON
        return Whose.WORK if digits.startswith(("01", "02")) else Whose.OFFICE
    if pattern is Pattern.EMAIL:
        return _of_mail(patterns.canonical(pattern, words))
    return Whose.WORK


def _of_mail(address: str) -> Whose:
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    if labels[0] in _PRIVATE_MAIL and len(labels) <= 3:
        return Whose.PERSON
    parts = [each for each in re.split(r"[^a-z]+", local.casefold()) if each]
    joined = "".join(parts)
    if joined in _OFFICE_MAIL or any(each in _OFFICE_MAIL for each in parts):
        return Whose.OFFICE
    # Message numbers and the like: long runs without a name in them.
    return Whose.WORK if parts and len(local) <= 40 else Whose.OFFICE
