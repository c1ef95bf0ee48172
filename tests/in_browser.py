"""What tests in a browser share: the widths of windows, the rules of axe, and how a page is shown."""

TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: Contrast takes four fifths of the time of all rules, cell by cell: it is looked at apart, once for each look.
ALL_BUT_CONTRAST = {"runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}}}
PHONE, DESK = 320, 1280


def show(tab, file, unfold=True):
    tab.goto(file.as_uri())
    if unfold:
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


def failures(tab, axe, options):
    tab.evaluate(axe)
    chosen = options | {"resultTypes": ["violations"]}
    found = tab.evaluate("options => axe.run(document, options)", chosen)["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
