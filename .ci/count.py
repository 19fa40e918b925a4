"""Adds up test results (trx of dotnet test, NUnit XML of Pester, JUnit XML of node) and ends with the one line that says what ran.

A step that failed without leaving a failed test (a build error, a crash) counts as one failure.
"""
import pathlib
import sys
import xml.etree.ElementTree as ET


def say_failed(name, why, where):
    """The name, and the first lines of what a test said: who reads only the end of the log needs no second run."""
    print("FAILED", name, where)
    for line in (why or "").strip().splitlines()[:6]:
        print("   ", line[:300])


folder, failed_steps = pathlib.Path(sys.argv[1]), int(sys.argv[2])
passed = failed = skipped = 0
for trx in sorted(folder.rglob("*.trx")):
    namespace = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}
    for result in ET.parse(trx).getroot().iterfind(".//t:UnitTestResult", namespace):
        outcome = result.get("outcome")
        if outcome == "Passed":
            passed += 1
        elif outcome == "NotExecuted":
            skipped += 1
        else:
            failed += 1
            say_failed(result.get("testName"), result.findtext(".//t:Message", "", namespace), f"({trx.parent.name})")
for report in sorted(folder.glob("pester*.xml")):
    for case in ET.parse(report).getroot().iter("test-case"):
        outcome = case.get("result")
        if outcome == "Success":
            passed += 1
        elif outcome in ("Ignored", "Skipped", "Inconclusive"):
            skipped += 1
        else:
            failed += 1
            say_failed(case.get("name"), case.findtext(".//message"), "(Pester)")
for report in sorted(folder.glob("node*.xml")):
    for case in ET.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            say_failed(case.get("name"), case.findtext("failure") or case.findtext("error"), "(Chromium)")
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
failed = max(failed, failed_steps)
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
