"""How much of a sweep over all operations is asked.

A sweep asks one question in hundreds of places that share one piece of code, one statement or one schema. A run asks it in each place once or a few times, of all its forms in turn, so that every place meets some forms
and every form some places, the same ones in each run. WUYE_TESTS=all asks every form in every place."""
import collections
import os

ALL = os.environ.get("WUYE_TESTS") == "all"


def said():
    return "every form of every question in every place" if ALL else "of each question that is asked in many places a part of its forms in each (all of them: WUYE_TESTS=all tests/api/run)"


def share(things, place, number=1):
    """So many of the things for the place of this number."""
    things = list(things)
    if ALL:
        return things
    at = place * number
    return [things[(at + step) % len(things)] for step in range(min(number, len(things)))]


def spread(places, number=1):
    """From (place, what it is like, its forms): place → the forms to be asked there. Each place is asked `number` of them, those that were asked least in places like it; and where there are few such places more, so that
    each form is asked somewhere."""
    places = [(place, like, list(forms)) for place, like, forms in places]
    left, asked, chosen = collections.Counter(like for _, like, _ in places), collections.Counter(), {}
    for place, like, forms in places:
        order = sorted(range(len(forms)), key=lambda at: asked[like, repr(forms[at])])
        unasked = sum(not asked[like, repr(form)] for form in forms)
        several = len(forms) if ALL else max(number, -(-unasked // left[like]))
        chosen[place] = [forms[at] for at in sorted(order[:several])]
        asked.update((like, repr(form)) for form in chosen[place])
        left[like] -= 1
    return chosen
