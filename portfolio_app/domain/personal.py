"""Which numbers and addresses point at a private person, and which at an office.

A pattern (domain.patterns) says what is written; this says whose it is likely to be, so that the
pre-flight does not cry at every letterhead.
"""

from __future__ import annotations

import re
from enum import StrEnum

from portfolio_app.domain import patterns
from portfolio_app.domain.patterns import Pattern

_OF_PATIENTS = re.compile(
    r"\b(?:nhs|patients?|hospital|clinic|clinical|ward|gp|service\s+users?|residents?|case\s+no)\b",
    re.IGNORECASE,
)


class Whose(StrEnum):
    """Whose a number or an address is likely to be."""

    PERSON = "person"  # a person's own: a number that is one person's, a private address
    WORK = "work"  # perhaps a colleague's: a name at an organisation, a postcode, a landline
    OFFICE = "office"  # an office's: a shared mailbox, a helpline


_ALWAYS = frozenset({Pattern.NHS, Pattern.UPN, Pattern.NI, Pattern.BIRTH})
# Providers of private mailboxes, and the endings they have.
_PRIVATE_MAIL = frozenset(
    {
        "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "rocketmail",
        "icloud", "me", "mac", "aol", "btinternet", "btopenworld", "talktalk", "sky", "virginmedia",
        "ntlworld", "blueyonder", "plusnet", "tiscali", "proton", "protonmail", "gmx", "mail",
        "zoho", "tutanota", "fastmail", "o2", "orange", "wanadoo", "freeserve",
    }
)  # fmt: skip
_PRIVATE_ENDINGS = frozenset({"com", "co.uk", "net", "uk", "me", "ie", "fr", "de", "fm", "eu"})
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


def whose(pattern: Pattern, words: str, around: str = "") -> Whose:
    """Return whose a number or an address is likely to be, from what it is and how it is made.

    ``around`` is the page: one in eleven numbers of ten digits fits the rule of NHS numbers by
    chance, so one that is written without gaps counts where the page speaks of patients.
    """
    if pattern is Pattern.NHS and words.isdigit() and not _OF_PATIENTS.search(around):
        return Whose.WORK
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
    provider, _, ending = domain.partition(".")
    if provider in _PRIVATE_MAIL and ending in _PRIVATE_ENDINGS:
        return Whose.PERSON
    parts = [each for each in re.split(r"[^a-z]+", local.casefold()) if each]
    joined = "".join(parts)
    if joined in _OFFICE_MAIL or any(each in _OFFICE_MAIL for each in parts):
        return Whose.OFFICE
    return Whose.WORK if parts and len(local) <= 40 else Whose.OFFICE
