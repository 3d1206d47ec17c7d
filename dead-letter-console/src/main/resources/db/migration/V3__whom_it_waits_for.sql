-- Whom a held letter waits for: the groups that may vote, and who has. Of rows that were there before, the groups are taken
-- from their last arrival; who has voted is known again as soon as something happens to them.

alter table letters add column groups text[] not null default '{}', add column voters text[] not null default '{}';

update letters set groups = coalesce((
    select array(select jsonb_array_elements_text(body::jsonb -> 'request' -> 'approvalGroups'))
    from arrivals
    where row_id = letters.id and jsonb_typeof(body::jsonb -> 'request' -> 'approvalGroups') = 'array'
    order by topic_offset desc
    limit 1), '{}')
where state = 'HELD';
