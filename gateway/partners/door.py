"""The partners' door: what the graph's mutations do, over one installation. Refusals and mistakes are problems."""

import functools
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import ParamSpec

from connectors.folders import is_file
from connectors.previewing import Preview as Shown
from connectors.secrets import secret_names
from connectors.urls import host_of
from gateway.graph import viewer as scopes
from gateway.graph.context import Against, Outcome, Preview, SourceDraft, Submission, Trial
from gateway.graph.ids import row_id
from gateway.graph.viewer import Viewer
from gateway.installation import Installation, secrets_owner
from gateway.partners.access import lacks, refuses
from gateway.partners.pushing import Pusher, record_of
from gateway.partners.starting import Starter
from gateway.partners.trying import try_source
from gateway.sourcing import check_source
from schema.problems import DoorstepError, Problem
from schema.records import Record, Reject
from schema.store import directory, retiring, sources
from schema.store.comparing import compare
from schema.store.sources import Source, SourceEntry

MOST_READ = 5_000
"""Jobs that a preview of a registered source reads for its difference."""
ENOUGH = 200
"""Jobs that a preview of any other source reads: enough for its fill rates, few enough to be polite."""
Tell = Callable[[], Awaitable[None]]
P = ParamSpec("P")


def _as_outcome(
    act: Callable[P, Coroutine[object, object, Outcome]],
) -> Callable[P, Coroutine[object, object, Outcome]]:
    """A mistake that the store or a connector names becomes the outcome's problem."""

    @functools.wraps(act)
    async def acted(*args: P.args, **kwargs: P.kwargs) -> Outcome:
        try:
            return await act(*args, **kwargs)
        except DoorstepError as error:
            return Outcome(problems=(error.problem,))

    return acted


@dataclass(frozen=True, slots=True)
class Door:
    """A `gateway.graph.context.Partners`. `tell` lets the answers fall that a commit has touched."""

    house: Installation
    pusher: Pusher
    starter: Starter
    tell: Tell

    async def preview_source(self, viewer: Viewer, draft: SourceDraft, limit: int) -> Trial:
        """Fetch now, keep nothing; for a registered source of one's own, also what would change."""
        problem = lacks(viewer, scopes.SOURCES_WRITE)
        if problem:
            return Trial(problems=(problem,))
        try:
            known = await self._known(draft.key)
            if known and (problem := refuses(viewer, scopes.SOURCES_WRITE, known)):
                return Trial(problems=(problem,))
            if problems := _no_folder(viewer, draft) or check_source(draft.connector, draft.config):
                return Trial(problems=problems)
            entry = _entry(draft, known.owner if known else viewer.agency)
            shown = await self._tried(entry, MOST_READ if known else max(limit, ENOUGH))
            against = await self._against(known, shown) if known and shown.postings else None
        except DoorstepError as error:
            return Trial(problems=(error.problem,))
        return _trial(shown, limit, against)

    async def _known(self, key: str) -> Source | None:
        try:
            return await sources.get(self.house.database, key)
        except DoorstepError as error:
            if error.code != "SOURCE_UNKNOWN":
                raise
            return None

    async def _tried(self, entry: SourceEntry, limit: int) -> Shown:
        return await try_source(entry, await self.house.looking(entry), limit)

    async def _against(self, known: Source, shown: Shown) -> Against:
        gone = [str(each["externalId"]) for each in shown.gone]
        told = await compare(
            self.house.database, known.id, shown.postings, gone, self.house.now(), complete=shown.complete
        )
        return Against(told.added, told.changed, told.gone, told.unchanged)

    @_as_outcome
    async def register_source(self, viewer: Viewer, draft: SourceDraft) -> Outcome:
        problem = lacks(viewer, scopes.SOURCES_WRITE)
        if problem:
            return Outcome(problems=(problem,))
        entry = _entry(draft, viewer.agency)
        if problems := _no_folder(viewer, draft) or await self._mistakes(entry):
            return Outcome(problems=problems)
        made = await sources.register(self.house.database, entry, self.house.now())
        return await self._changed(made)

    @_as_outcome
    async def update_source(self, viewer: Viewer, key: str, draft: SourceDraft) -> Outcome:
        known = await sources.get(self.house.database, key)
        if problem := refuses(viewer, scopes.SOURCES_WRITE, known):
            return Outcome(problems=(problem,))
        if draft.key != key:
            return Outcome(problems=(_another_key(key),))
        entry = _entry(draft, known.owner)
        if problems := _no_folder(viewer, draft) or await self._mistakes(entry):
            return Outcome(problems=problems)
        return await self._changed(await sources.change(self.house.database, entry))

    async def _mistakes(self, entry: SourceEntry) -> tuple[Problem, ...]:
        """What is wrong with a config, then which of its secrets have not been set."""
        if problems := check_source(entry.connector, entry.config):
            return problems
        kept = await self.house.vault.hosts(secrets_owner(entry))
        return tuple(_secret_unset(name) for name in sorted(secret_names(entry.config) - kept.keys()))

    @_as_outcome
    async def pause(self, viewer: Viewer, key: str, reason: str | None) -> Outcome:
        known = await sources.get(self.house.database, key)
        if problem := refuses(viewer, scopes.SOURCES_WRITE, known):
            return Outcome(problems=(problem,))
        return await self._changed(await sources.pause(self.house.database, key, reason))

    @_as_outcome
    async def resume(self, viewer: Viewer, key: str) -> Outcome:
        known = await sources.get(self.house.database, key)
        if problem := refuses(viewer, scopes.SOURCES_WRITE, known):
            return Outcome(problems=(problem,))
        return await self._changed(await sources.resume(self.house.database, key))

    @_as_outcome
    async def retire(self, viewer: Viewer, key: str) -> Outcome:
        known = await sources.get(self.house.database, key)
        if problem := refuses(viewer, scopes.SOURCES_WRITE, known):
            return Outcome(problems=(problem,))
        retired, _ = await retiring.retire(self.house.database, key, self.house.now())
        return await self._changed(retired)

    async def _changed(self, source: Source) -> Outcome:
        await self.tell()
        return Outcome(source.id)

    @_as_outcome
    async def run_source(self, viewer: Viewer, key: str) -> Outcome:
        known = await sources.get(self.house.database, key)
        if problem := refuses(viewer, scopes.RUNS_WRITE, known):
            return Outcome(problems=(problem,))
        run_id = await self.starter.start(key)
        await self.tell()
        return Outcome(run_id)

    async def submit_jobs(self, viewer: Viewer, key: str, jobs: Sequence[Mapping[str, object]]) -> Submission:
        try:
            known = await sources.get(self.house.database, key)
            if problem := refuses(viewer, scopes.JOBS_SUBMIT, known):
                return Submission(problems=(problem,))
            return await self.pusher.submit(known, [await self._record(job) for job in jobs])
        except DoorstepError as error:
            return Submission(problems=(error.problem,))

    async def _record(self, job: Mapping[str, object]) -> Record:
        """A pushed job; its station is named by its id in the graph."""
        if "station" not in job:
            return record_of(job)
        async with self.house.database.reading() as connection:
            known = await directory.load_stations(connection)
        number = row_id("Station", str(job["station"]))
        key = next((name for name, each in known.by_key.items() if each == number), None)
        return record_of({**job, "station": key})

    async def withdraw_jobs(self, viewer: Viewer, key: str, external_ids: Sequence[str]) -> Submission:
        try:
            known = await sources.get(self.house.database, key)
            if problem := refuses(viewer, scopes.JOBS_SUBMIT, known):
                return Submission(problems=(problem,))
            return await self.pusher.withdraw(known, external_ids)
        except DoorstepError as error:
            return Submission(problems=(error.problem,))

    async def set_secret(
        self, viewer: Viewer, name: str, host: str, value: str, source: str | None = None
    ) -> Sequence[Problem]:
        """Keep a secret, bound to one host; nobody can read it again.

        It is the viewer's agency's; with `source`, that of whoever owns the source, or of a source of nobody's (an
        administrator may set it before the source is registered).
        """
        owner, problem = await self._owner_of_secrets(viewer, source)
        if problem:
            return (problem,)
        try:
            await self.house.vault.set(owner, name, host, value)
        except ValueError:
            return (_secret_malformed(),)
        return ()

    async def remove_secret(self, viewer: Viewer, name: str, source: str | None = None) -> Sequence[Problem]:
        owner, problem = await self._owner_of_secrets(viewer, source)
        if problem:
            return (problem,)
        return () if await self.house.vault.remove(owner, name) else (_secret_unset(name),)

    async def _owner_of_secrets(self, viewer: Viewer, source: str | None) -> tuple[str, Problem | None]:
        """Under whose name secrets are kept, as in `installation.secrets_owner`; why not, where the viewer may not."""
        if problem := lacks(viewer, scopes.SOURCES_WRITE):
            return "", problem
        if source is None:
            return viewer.agency or "", None if viewer.agency else _whose_secret()
        known = await self._known(source)
        if known is None:
            return source, None if scopes.ADMIN in viewer.scopes else _source_unknown(source)
        return secrets_owner(known), refuses(viewer, scopes.SOURCES_WRITE, known)


def _whose_secret() -> Problem:
    return Problem(
        "FORBIDDEN",
        "没有机构的管理员须用 source 写明是哪个来源的密钥，或用 doorstep secrets set --source。",
        "An administrator of no agency names the source whose secret it is in `source`, or uses"
        " `doorstep secrets set --source`.",
        ("source",),
    )


def _source_unknown(key: str) -> Problem:
    return Problem("SOURCE_UNKNOWN", f"没有来源 {key}。", f"There is no source {key}.", ("source",))


def _no_folder(viewer: Viewer, draft: SourceDraft) -> tuple[Problem, ...]:
    """Folders of this machine are the operator's: no agency may name one."""
    if scopes.ADMIN in viewer.scopes or not is_file(str(draft.config.get("url", ""))):
        return ()
    return (
        Problem(
            "FORBIDDEN",
            "只有运维可以登记本机文件夹：请填写 https:// 地址。",
            "Only the operator may register a folder of this machine: give an https:// address.",
            ("config", "url"),
        ),
    )


def _entry(draft: SourceDraft, owner: str | None) -> SourceEntry:
    config = draft.config
    division, url = config.get("division"), config.get("url")
    return SourceEntry(
        key=draft.key,
        name=draft.name,
        connector=draft.connector,
        config=config,
        url=str(url) if url and host_of(str(url)) else None,
        division=str(division) if division else None,
        schedule=draft.schedule,
        owner=owner,
    )


def _trial(shown: Shown, limit: int, against: Against | None) -> Trial:
    return Trial(
        jobs=[
            Preview(
                each["externalId"],
                each["url"],
                each["normalised"],
                each["raw"],
                [(caution["kind"], caution["text"]) for caution in each["cautions"]],
            )
            for each in shown.jobs[:limit]
        ],
        rejects=[
            Reject(
                reason=each["reason"],
                message=each["message"],
                field=each["field"],
                external_id=each["externalId"],
                url=each["url"],
                raw=each["raw"],
            )
            for each in shown.rejects[:limit]
        ],
        problems=shown.problems,
        requests=shown.requests,
        found=len(shown.jobs),
        events=shown.events[:limit],
        policies=shown.policies[:limit],
        stations=shown.stations[:limit],
        fill=shown.fill,
        complete=shown.complete,
        against=against,
    )


def _another_key(key: str) -> Problem:
    return Problem(
        "SOURCE_KEY",
        f"来源的 key 不能更改：input.key 应为 {key}。",
        f"A source's key cannot change: input.key should be {key}.",
        ("input", "key"),
    )


def _secret_unset(name: str) -> Problem:
    return Problem(
        "SECRET_UNKNOWN",
        f"密钥 {name} 还没有设置：先用 setSecret 或 doorstep secrets set。",
        f"The secret {name} has not been set: set it first with setSecret or `doorstep secrets set`.",
        ("config",),
    )


def _secret_malformed() -> Problem:
    return Problem(
        "SECRET_MALFORMED",
        "密钥要有名称（字母开头，可含数字、_ . -，最多 64 个字符）和它要发往的主机，如 hr.example.cn。",
        "A secret needs a name (a letter first, then letters, digits, _ . -, 64 at most) and the host it is sent to, "
        "such as hr.example.cn.",
        ("name",),
    )
