"""passed failed skipped of a junit file; a file that is not there is a failure."""
import sys
import xml.etree.ElementTree as tree


def counts(path):
    try:
        suites = list(tree.parse(path).getroot().iter("testsuite"))
    except (FileNotFoundError, tree.ParseError):
        return 0, 1, 0
    total, bad, skipped = (sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "skipped"))
    bad += sum(int(suite.get("errors", 0)) for suite in suites)
    return total - bad - skipped, bad, skipped


if __name__ == "__main__":
    print(*counts(sys.argv[1]))
