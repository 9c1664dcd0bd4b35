"""The question of `bench.peers` in SQL: attacks between two peaces are one episode; what comes first ends its duty."""

from foedus.model.events import Event

QUERY = """
with party(code) as (values ('GBR'), ('SUN')),
     peace(a, p, t) as (
         select subject, object, place from event where form = 'makes peace with'
         union all
         select object, subject, place from event where form = 'makes peace with'),
     step(a, p, t, is_attack) as (
         select subject, object, place, true from event where form = 'attacks'
         union all select a, p, t, false from peace),
     episode as (
         select a, p, t, is_attack, count(*) filter (where not is_attack) over (partition by a, p order by t) as number
         from step where p in (from party) and a not in (from party)),
     opened as (select a, p, min(t) as t from episode where is_attack group by a, p, number),
     duty as (select party.code as b, opened.p, opened.a, opened.t from opened join party on party.code <> opened.p),
     close(b, p, a, t, how) as (
         select subject, object, third, place, 'performed' from event where form = 'assists'
         union all select party.code, p, a, t, 'released' from peace join party on party.code <> p)
select duty.b, duty.p, duty.a, duty.t, min(close.t), coalesce(arg_min(close.how, close.t), 'open')
from duty left join close on close.b = duty.b and close.p = duty.p and close.a = duty.a and close.t > duty.t
group by all
"""


def answer(events: list[Event]) -> list[tuple[str, str, str, int, int | None, str]]:
    """The duties, in order."""
    import duckdb

    columns = list(zip(*((place, event.form.key, *_three(event)) for place, event in enumerate(events)), strict=True))
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.execute(
            "create table event as select unnest($1::int[]) as place, unnest($2::text[]) as form,"
            " unnest($3::text[]) as subject, unnest($4::text[]) as object, unnest($5::text[]) as third",
            [list(column) for column in columns],
        )
        return sorted(connection.execute(QUERY).fetchall())


def _three(event: Event) -> tuple[str | None, ...]:
    return (*event.args, None, None)[:3]
