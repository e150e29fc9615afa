"""The report of a check: for a person, as JSON, and as JUnit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer. `ending`: on a bad day, the code or outcome that the reading ended with."""

    name: str
    passed: bool
    zh: str
    en: str
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    source: str
    connector: str
    checks: tuple[Check, ...]
    records: int
    fill: Mapping[str, float]
    """The share of jobs with each field, 0 to 1."""

    @property
    def passed(self) -> bool:
        return all(each.passed for each in self.checks)

    def to_json(self) -> str:
        checks = [
            {"name": each.name, "passed": each.passed, "zh": each.zh, "en": each.en, "ending": each.ending}
            for each in self.checks
        ]
        report = {
            "source": self.source,
            "connector": self.connector,
            "passed": self.passed,
            "records": self.records,
            "fill": {name: round(share, 4) for name, share in self.fill.items()},
            "checks": checks,
        }
        return json.dumps(report, ensure_ascii=False, indent=2)

    def to_junit(self) -> str:
        """One test suite, one test case a check, as CI systems read it."""
        failures = sum(not each.passed for each in self.checks)
        suite = ElementTree.Element(
            "testsuite", name=f"doorstep check {self.source}", tests=str(len(self.checks)), failures=str(failures)
        )
        for each in self.checks:
            case = ElementTree.SubElement(suite, "testcase", classname=f"doorstep.{self.connector}", name=each.name)
            if not each.passed:
                failure = ElementTree.SubElement(case, "failure", message=_printable(each.en))
                failure.text = _printable(f"{each.zh}\n{each.en}")
        return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)

    def for_person(self) -> str:
        """Lines in Chinese and English, what failed first."""
        ordered = sorted(self.checks, key=lambda each: each.passed)
        lines = [f"{'✓' if each.passed else '✗'} {each.name}: {each.zh} / {each.en}" for each in ordered]
        failed = sum(not each.passed for each in self.checks)
        end = f"{len(self.checks)} 项检查，{failed} 项不合格 / {len(self.checks)} checks, {failed} failed"
        return "\n".join([*lines, end])


def _printable(text: str) -> str:
    """XML 1.0 takes no control characters."""
    return "".join(each for each in text if each >= " " or each in "\t\n")
