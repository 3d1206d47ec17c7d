-- What the desk has read of the log, and the list worked out from it. Nothing here is a source of truth: drop the schema
-- and it is built again. Bodies are JSON text of the pure package's records.

create table offsets (
    topic       text    not null,
    partition   integer not null,
    next_offset bigint  not null,
    primary key (topic, partition)
);

create table arrivals (
    letter_id       text primary key,
    row_id          text    not null,
    topic_partition integer not null,
    topic_offset    bigint  not null,
    body            text    not null,
    raw_key         bytea,
    raw_value       bytea
);
create index arrivals_by_row on arrivals (row_id);

create table changes (
    topic_partition integer not null,
    topic_offset    bigint  not null,
    row_id          text,
    letter_id       text,
    version         bigint  not null,
    body            text    not null,
    primary key (topic_partition, topic_offset)
);
create index changes_by_row on changes (row_id) where row_id is not null;
create index changes_by_letter on changes (letter_id) where letter_id is not null;

create table wordings (
    row_id text primary key,
    body   text not null
);

create table remarks (
    topic_partition integer not null,
    topic_offset    bigint  not null,
    row_id          text,
    letter_id       text,
    body            text    not null,
    primary key (topic_partition, topic_offset)
);
create index remarks_by_row on remarks (row_id) where row_id is not null;
create index remarks_by_letter on remarks (letter_id) where letter_id is not null;

create table letters (
    id             text primary key,
    category       text        not null,
    state          text        not null,
    closed         boolean     not null,
    budget_refusal boolean     not null,
    stage          text        not null,
    headline       text        not null,
    tenant         text,
    user_name      text,
    agent          text,
    action         text,
    effect         text,
    codes          text[]      not null,
    rules          text[]      not null,
    arrivals       integer     not null,
    attempts       integer     not null,
    outside        text        not null,
    version        bigint      not null,
    first_at       timestamptz not null,
    last_at        timestamptz not null,
    due_at         timestamptz,
    search         text        not null
);
create index letters_newest on letters (last_at desc, id desc);
create index letters_open_newest on letters (last_at desc, id desc) where not closed and not budget_refusal;
create index letters_due on letters (coalesce(due_at, '9999-01-01 00:00:00+00'::timestamptz), id);
