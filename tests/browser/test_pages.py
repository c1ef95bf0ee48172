"""Every page as a browser shows it: for all readers, on a phone, by keyboard, on paper, and with no network."""

import pytest

from in_browser import ALL_BUT_CONTRAST, DESK, PHONE, TAGS, failures, show

CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
#: What a narrow window can change.
LAYOUT = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
#: Takes out the rows of a table in which every cell looks like one that was there before.
WITHOUT_ROWS_ALIKE = """
  const seen = new Set();
  document.querySelectorAll('tbody tr').forEach(row => {
    const looks = [...row.querySelectorAll('*')].map(cell => cell.tagName + cell.className);
    if (row.sectionRowIndex > 1 && looks.every(look => seen.has(look))) row.remove();
    looks.forEach(look => seen.add(look));
  })"""
#: Width of A4 within the margins of the style sheet (186 mm) in CSS pixels.
PAPER = 703
SMALLEST_TEXT = 9
#: What of the page can be reached by keyboard.
REACHABLE = "a[href], summary, [tabindex='0']"


@pytest.fixture(scope="module")
def tabs(browser):
    """A tab for each width and medium, so that each is opened once."""
    opened = {}

    def tab(width, media="screen"):
        if (width, media) not in opened:
            opened[width, media] = browser.new_page(viewport={"width": width, "height": 800})
            opened[width, media].emulate_media(media=media)
        return opened[width, media]

    yield tab
    for page in opened.values():
        page.close()


@pytest.mark.parametrize(("width", "options"), [(DESK, ALL_BUT_CONTRAST), (DESK, CONTRAST), (PHONE, LAYOUT)])
def test_no_rule_of_axe_is_broken(tabs, axe, pages, width, options):
    broken = {}
    for file in pages:
        show(tabs(width), file)
        if options is CONTRAST:
            tabs(width).evaluate(WITHOUT_ROWS_ALIKE)
        if found := failures(tabs(width), axe, options):
            broken[file.name] = found
    assert not broken


def test_the_rules_of_axe_do_find_what_is_wrong(tabs, axe, tmp_path):
    (tmp_path / "bad.html").write_text("<html><body><img src='x.png'><p style='color:#bbb'>faint</p>")
    show(tabs(DESK), tmp_path / "bad.html")
    found = {line.partition(":")[0] for line in failures(tabs(DESK), axe, {"runOnly": TAGS})}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(browser, pages):
    asked, wrong = [], []
    tab = browser.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    for file in pages:
        tab.goto(file.as_uri())
    tab.close()
    assert asked == [file.as_uri() for file in pages]
    assert not wrong


def test_the_first_page_is_read_within_a_second_from_disk(browser, report):
    tab = browser.new_page()
    tab.goto((report / "index.html").as_uri())
    tab.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    painted = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    tab.close()
    assert painted < 1000


def test_pages_are_small(pages):
    assert {file.name: file.stat().st_size for file in pages if file.stat().st_size >= 300_000} == {}


def test_a_phone_scrolls_no_page_sideways(tabs, pages):
    for file in pages:
        show(tabs(PHONE), file)
        assert tabs(PHONE).evaluate("document.documentElement.scrollWidth") <= PHONE, file.name
        cut = tabs(PHONE).evaluate(
            f"[...document.querySelectorAll('caption')].filter(name => name.getBoundingClientRect().right > {PHONE})"
            ".map(name => name.textContent)"
        )
        assert cut == [], f"{file.name}: a caption is scrolled out of sight"


def test_what_scrolls_sideways_has_a_name_and_can_be_reached(tabs, pages):
    for file in pages:
        show(tabs(PHONE), file)
        nameless = tabs(PHONE).evaluate(
            """[...document.querySelectorAll('main *, footer *')].filter(box =>
                 box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX == 'auto' &&
                 !(box.tabIndex == 0 && box.role == 'region' && (box.ariaLabel ||
                   document.getElementById(box.getAttribute('aria-labelledby')).textContent)))
               .map(box => box.outerHTML.slice(0, 120))"""
        )
        assert nameless == [], file.name


def test_charts_can_be_read_on_a_phone(tabs, pages):
    for file in pages:
        show(tabs(PHONE), file)
        sizes = tabs(PHONE).evaluate(
            """[...document.querySelectorAll('svg text')].map(text =>
                 parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b))"""
        )
        assert min(sizes, default=SMALLEST_TEXT) >= SMALLEST_TEXT, file.name


def test_no_text_of_a_chart_is_cut_or_runs_over_another(tabs, pages):
    for file in pages:
        show(tabs(PHONE), file)
        wrong = tabs(PHONE).evaluate(
            """[...document.querySelectorAll('svg')].flatMap(chart => {
                 const frame = chart.getBoundingClientRect();
                 const boxes = [...chart.querySelectorAll('text')].map(text => [text.getBoundingClientRect(), text.textContent]);
                 const cut = boxes.filter(([box]) => box.left < frame.left - 1 || box.right > frame.right + 1 ||
                   box.top < frame.top - 2 || box.bottom > frame.bottom + 2).map(([, words]) => 'cut: ' + words);
                 const over = boxes.flatMap(([a, words], i) => boxes.slice(i + 1).filter(([b]) =>
                   Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
                   Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4).map(([, other]) => words + ' over ' + other));
                 return [...cut, ...over];
               })"""
        )
        assert wrong == [], file.name


def test_the_first_key_leads_past_the_navigation(tabs, pages):
    tab = tabs(DESK)
    for file in pages:
        show(tab, file, unfold=False)
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        assert tab.evaluate("document.activeElement.getBoundingClientRect().left") >= 0, "it is not visible"
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("!!document.activeElement.closest('main')"), file.name


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(tabs, pages):
    tab = tabs(DESK)
    for file in pages:
        show(tab, file)
        reachable = tab.evaluate(f'document.querySelectorAll("{REACHABLE}").length')
        places, unseen = [], []
        for _ in range(reachable):
            tab.keyboard.press("Tab")
            place, outline = tab.evaluate(
                f"""[[...document.querySelectorAll("{REACHABLE}")].indexOf(document.activeElement),
                     getComputedStyle(document.activeElement).outlineStyle]"""
            )
            places.append(place)
            if outline == "none":
                unseen.append(place)
        assert places == list(range(reachable)), file.name
        assert not unseen, f"{file.name}: the focus cannot be seen"


def test_paper_cuts_nothing(tabs, pages):
    tab = tabs(PAPER, "print")
    for file in pages:
        show(tab, file, unfold=False)
        wide = tab.evaluate(
            f"""[...document.querySelectorAll('main *, footer *')].filter(box => !box.closest('svg text'))
                 .filter(box => box.getBoundingClientRect().right > {PAPER} + 1 && box.getBoundingClientRect().width)
                 .map(box => box.outerHTML.slice(0, 120))"""
        )
        assert wide == [], file.name
        assert not tab.is_visible("nav"), "links are of no use on paper"
        # the brief has one side, and says no more than it needs
        assert tab.is_visible(".how li") == (file.name != "brief.html"), "how to read the page is not printed"
