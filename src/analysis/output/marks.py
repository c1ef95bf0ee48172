"""The mark of a provisional figure, and the key to it."""

#: What stands after a figure that its publisher may still change, and after a rank that rests on one.
PROVISIONAL_MARK = "(p)"
PROVISIONAL_KEY = f"{PROVISIONAL_MARK} provisional: its publisher may still change it, or has changed it since, and the rank with it"
#: The same on a page: small, and told in full when it is pointed at.
PROVISIONAL_HTML = f'<abbr class="mark" title="provisional">{PROVISIONAL_MARK}</abbr>'
