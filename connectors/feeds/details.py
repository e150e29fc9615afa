"""Documents that a list's rows lead to, one each, where the list itself gives little more than names."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.feeds.answers import open_answer
from connectors.feeds.lexicon import flat, folded, recognise
from connectors.feeds.refusals import refuse_errors
from connectors.feeds.rows import Found
from connectors.protocol import Context
from schema.problems import DoorstepError
from schema.records import Gone, Reject

LINKS = frozenset(
    ["detailurl", "detail", "detaillink", "detailhref", "href", "self", "link", "url", "详情", "详情地址", "详情链接"]
)
TELLING = frozenset(
    {"contact_phone", "address", "headcount", "age", "age_min", "age_max", "requirements", "description", "schedule"}
)
"""What a list that is whole in itself says of its posts; one with less than two of them is read on."""
HERE_OR_GONE = frozenset({200, 404, 410})
GREATEST_DETAILS = 2000


@dataclass
class Details:
    """Follows the rows of one feed to their own documents."""

    context: Context
    opened: int = 0
    whole: bool = True

    async def read_into(self, found: Found, external_id: str) -> Found | Gone | Reject:
        """The row with what its own document adds; Gone where there is none, Reject where it cannot be read."""
        link = detail_link(found)
        if link is None:
            return found
        if self.opened >= GREATEST_DETAILS:
            self.whole = False
            self.context.count("details_cut")
            return found
        self.opened += 1
        try:
            page = await self.context.get(link, expect=HERE_OR_GONE)
            if page.status != 200:
                return Gone(external_id=external_id, reason=f"HTTP {page.status}")
            if page.form not in ("json", "xml"):
                self.context.count("details_not_data")
                return found
            answer = open_answer(page)
            refuse_errors(answer)
        except DoorstepError as error:
            self.whole = False
            message = f"{error.problem.zh} / {error.problem.en}"
            return Reject(reason=error.code, message=message, external_id=external_id, raw=dict(found.row))
        own = _fullest(answer)
        said = {key: value for key, value in own.items() if value not in (None, "")}
        whole = {**found.row, **said}
        return Found(whole, found.above, recognise(whole))


def detail_link(found: Found) -> str | None:
    """Where a row that says little leads to: {"name": "…", "detailUrl": "/v1/jobs/12.json"}."""
    if len(TELLING & found.known.keys()) >= 2:
        return None
    said = found.row.items()
    return next((value for key, value in said if folded(key.rpartition(".")[2]) in LINKS and is_address(value)), None)


def is_address(value: object) -> bool:
    """Whether a value leads somewhere: an address, a path from the root, or a query."""
    return isinstance(value, str) and value.startswith(("http://", "https://", "/", "?", "./"))


def _fullest(answer: object, depth: int = 4) -> Mapping[str, object]:
    """The object of an answer that says most of a post."""
    if not isinstance(answer, Mapping) or depth == 0:
        return {}
    below = [_fullest(value[0] if isinstance(value, list) and value else value, depth - 1) for value in answer.values()]
    return max([flat(answer), *below], key=lambda row: len(recognise(row)))
