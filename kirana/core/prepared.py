"""Questions asked on every page, whose SQL is put together once and not each time.

Django writes the SQL of a query anew whenever it is asked, which takes a processor several times as long as the
database needs to answer. A prepared question is an ordinary query of Django's, written down in a function:

    @prepared
    def _of_token(token: str) -> QuerySet[Cart]:
        return Cart.objects.filter(token=token)

    found = _of_token("Xy…")        # a list: of rows, or of what `values_list` makes of them

What stands before a `*` among the parameters is filled in each time: whole numbers, texts, and tuples of whole
numbers or texts that are not empty. What stands after it is part of the statement's text: limits, orders, filters;
each combination of those, and each length of a tuple, is a statement of its own, and the last few hundred are kept.

    @prepared_as(Card)
    def _of_ids(listing_ids: tuple[int, ...]) -> QuerySet[Listing]:
        return Listing.objects.filter(pk__in=listing_ids).values_list(*CARD_COLUMNS)

makes a `Card` of each row (of its columns, or of its instance), which nobody may change: a row that comes again word
for word is the same card again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators

Asked = ParamSpec("Asked")
Row = Sequence[Any]

MOST_STATEMENTS = 500
MOST_ROWS = 20_000  # of a question, however many statements it has, as what they were made into
ONE = -1  # the length of what is no tuple
# What a value is while the statement is written, to be found again in what comes out. Nothing in a shop is named or
# numbered like that, and every column for whole numbers has room for it.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2_000_000_000 + place,
    str: lambda place: f"\uffffa value goes here: {place}",
}


class NotPrepared(TypeError):
    """A bug: a question, or a value for it, of a kind that cannot be prepared."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the value of this number goes."""

    number: int


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with what stays the same in it, and how its rows are read."""

    sql: str
    filling: tuple[Any, ...]
    made: Callable[[Row], Any]

    def ask(self, values: Sequence[Any]) -> list[Row]:
        """The rows that are found with these values in their places."""
        filled = [values[one.number] if type(one) is _Place else one for one in self.filling]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            rows: list[Row] = cursor.fetchall()
        return rows


class Prepared(Generic[Asked]):
    """A question that is called like the function that writes it, and answers with a list."""

    def __init__(self, write: Callable[Asked, "QuerySet[Any, Any]"], kind: Callable[..., Any] | None = None) -> None:
        self._write: Callable[..., QuerySet[Any, Any]] = write
        self._kind = kind
        self._statement = lru_cache(maxsize=MOST_STATEMENTS)(self._prepare)
        self._kept = lru_cache(maxsize=MOST_ROWS)(_made)
        update_wrapper(self, write)

    def __call__(self, *values: Asked.args, **shape: Asked.kwargs) -> list[Any]:
        """Ask it."""
        asked: Any = self._statement
        kinds = tuple((type(one[0]), len(one)) if type(one) is tuple else (type(one), ONE) for one in values)
        statement: _Statement = asked(connection.vendor, kinds, **shape)
        rows = statement.ask(_flat(values))
        if self._kind is None:
            return [statement.made(row) for row in rows]
        return [self._kept(statement.made, row) for row in rows]

    def _prepare(self, _vendor: str, kinds: tuple[tuple[type, int], ...], **shape: Any) -> _Statement:
        stand_ins: list[Any] = []
        arguments = [_stand_in(kind, length, stand_ins) for kind, length in kinds]
        query = self._write(*arguments, **shape)
        compiler: Any = query.query.get_compiler(query.db)
        sql, params = compiler.as_sql()
        filling = tuple(_Place(stand_ins.index(one)) if one in stand_ins else one for one in params)
        missing = set(range(len(stand_ins))) - {one.number for one in filling if isinstance(one, _Place)}
        if missing:
            raise NotPrepared(f"{self._write.__qualname__}: values {missing} are nowhere in {sql}")
        return _Statement(sql, filling, _maker(query, compiler, self._kind))


def prepared(write: Callable[Asked, "QuerySet[Any, Any]"]) -> Prepared[Asked]:
    """Have this query's SQL written once; see the module."""
    return Prepared(write)


def prepared_as(
    kind: Callable[..., Any],
) -> Callable[[Callable[Asked, "QuerySet[Any, Any]"]], Prepared[Asked]]:
    """As `prepared`, and each row becomes one of this kind; see the module."""
    return lambda write: Prepared(write, kind)


def _flat(values: Sequence[Any]) -> list[Any]:
    flat: list[Any] = []
    for one in values:
        flat.extend(one) if type(one) is tuple else flat.append(one)
    return flat


def _stand_in(kind: type, length: int, so_far: list[Any]) -> Any:
    """What stands for one argument while the statement is written; its values are added to those so far."""
    if kind not in STAND_INS:
        raise NotPrepared(f"a {kind.__name__} cannot be filled in")
    made = [STAND_INS[kind](len(so_far) + place) for place in range(1 if length == ONE else length)]
    so_far += made
    return made[0] if length == ONE else tuple(made)


def _made(make: Callable[[Row], Any], row: Row) -> Any:
    return make(row)


def _maker(query: "QuerySet[Any, Any]", compiler: Any, kind: Callable[..., Any] | None) -> Callable[[Row], Any]:
    """What makes of a row of the database what the query itself would, or one of this kind."""
    converters = list(compiler.get_converters([column[0] for column in compiler.select]).items())
    shaped = _shaper(query, compiler)
    if kind is None:
        return lambda row: shaped(_converted(row, converters))
    if query._iterable_class is ModelIterable:
        return lambda row: kind(shaped(_converted(row, converters)))
    return lambda row: kind(*shaped(_converted(row, converters)))


def _converted(row: Row, converters: list[Any]) -> Row:
    converted = list(row)
    for place, (functions, expression) in converters:
        value = converted[place]
        for function in functions:
            value = function(value, expression, connection)
        converted[place] = value
    return converted


def _shaper(query: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Row], Any]:
    kind: Any = query._iterable_class
    if kind is ModelIterable and not compiler.annotation_col_map:
        return _instance_maker(query, compiler)
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesListIterable:
        return tuple
    raise NotPrepared(f"{kind.__name__} cannot be prepared")


def _instance_maker(query: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Row], Any]:
    """Model instances with what `select_related` brought, as `ModelIterable` makes them."""
    made_of = compiler.klass_info
    first, end = made_of["select_fields"][0], made_of["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:end]]
    related = get_related_populators(made_of, compiler.select, query.db)  # type: ignore[call-arg]

    def make(row: Row) -> Any:
        instance = made_of["model"].from_db(query.db, names, row[first:end])
        for populator in related:
            populator.populate(row, instance)
        return instance

    return make
