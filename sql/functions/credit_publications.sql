-- What is frozen and made public: grades of all firms or projects of a day, or a list of a day.
set role wuye_owner;

-- Grades: each score as credit_scores() gives it, with the hash of its inputs, and over all of them one hash: of a line for each subject in the order of their ids,
-- `subject_id TAB inputs_hash TAB total TAB grade LF`. One statement, so all of it is of one moment.
create or replace function credit_publish_grades(publication uuid, of_kind text, heading text, said text, day date, moment timestamptz, today date, book credit_rulebooks)
returns void language sql volatile as $$
    with scored as materialized (
        select s.* from credit_scores(book.document, of_kind, day, moment) s
    ), hashed as materialized (
        select i.subject_id, i.inputs_hash from credit_inputs(book.id, book.document, of_kind, day, moment, (select array_agg(s.subject_id) from scored s)) i
    ), line as materialized (
        select s.*, h.inputs_hash, coalesce(f.name, e.name) as name, f.uscc
        from scored s
        join hashed h on h.subject_id = s.subject_id
        left join firms_at(day) f on of_kind = 'firm' and f.district_code = (select current_district()) and f.id = s.subject_id
        left join estates e on of_kind = 'project' and e.district_code = (select current_district()) and e.id = s.subject_id
    ), published as (
        insert into credit_publications (district_code, id, kind, title, subject_kind, rulebook_id, as_of, known_at, published_on, basis, subjects, hash, created_by, created_at, updated_at)
        select (select current_district()), publication, 'grades', heading, of_kind, book.id, day, moment, today, said, count(*),
               credit_input_hash(coalesce(string_agg(concat_ws(e'\t', l.subject_id, l.inputs_hash, l.total, coalesce(l.grade, '')) || e'\n', '' order by l.subject_id), '')),
               (select current_user_id()), moment, moment
        from line l
    )
    insert into credit_snapshots (district_code, subject_kind, subject_id, firm_id, name, uscc, rulebook_id, as_of, known_at, basic, good, bad, total, has_bad, veto, takes_part, grade,
                                  inputs_hash, publication_id, created_by, created_at)
    select (select current_district()), of_kind, l.subject_id, case of_kind when 'firm' then l.subject_id end, l.name, l.uscc, book.id, day, moment, l.basic, l.good, l.bad, l.total,
           l.has_bad, l.veto, l.takes_part, l.grade, l.inputs_hash, publication, (select current_user_id()), moment
    from line l
$$;

-- A list: the entries in force on the day, hashed as `subject_id TAB name TAB basis TAB valid_from TAB valid_to LF`.
create or replace function credit_publish_list(publication uuid, wanted text, of_kind text, heading text, said text, day date, moment timestamptz, today date)
returns void language sql volatile as $$
    with line as materialized (
        select e.* from credit_list_entries e
        where e.district_code = (select current_district()) and e.list = wanted and e.subject_kind = of_kind and e.state in ('listed', 'removed')
          and daterange(e.valid_from, e.valid_to) @> day
    ), published as (
        insert into credit_publications (district_code, id, kind, title, subject_kind, as_of, known_at, published_on, basis, subjects, hash, created_by, created_at, updated_at)
        select (select current_district()), publication, wanted, heading, of_kind, day, moment, today, said, count(*),
               credit_input_hash(coalesce(string_agg(concat_ws(e'\t', l.subject_id, l.name, l.basis, to_char(l.valid_from, 'YYYY-MM-DD'), coalesce(to_char(l.valid_to, 'YYYY-MM-DD'), ''))
                   || e'\n', '' order by l.subject_id), '')),
               (select current_user_id()), moment, moment
        from line l
    )
    insert into credit_published_entries (district_code, publication_id, entry_id, subject_kind, subject_id, name, uscc, basis, valid_from, valid_to)
    select (select current_district()), publication, l.id, l.subject_kind, l.subject_id, l.name, l.uscc, l.basis, l.valid_from, l.valid_to
    from line l
$$;

create or replace function credit_publish(publication uuid, wanted text, of_kind text, heading text, said text, day date, moment timestamptz, today date)
returns table (id uuid, problem text) language plpgsql volatile as $$
begin
    if day > today then
        return query select publication, 'day_not_come';
        return;
    elsif wanted = 'grades' then
        perform credit_publish_grades(publication, of_kind, heading, said, day, moment, today, credit_rulebook_held(day));
    else
        perform credit_publish_list(publication, wanted, of_kind, heading, said, day, moment, today);
    end if;
    return query select publication, null::text;
end $$;

-- Withdrawn as a whole; what it froze stays.
create or replace function credit_publication_withdraw(publication uuid, said text, moment timestamptz) returns table (id uuid, problem text, standing text) language plpgsql volatile as $$
declare
    p credit_publications;
begin
    select t.* into p from credit_publications t where t.district_code = (select current_district()) and t.id = publication for update;
    if not found then
        return;
    end if;
    if p.withdrawn_at is null then
        update credit_publications t set withdrawn_at = moment, withdrawn_reason = said, version = p.version + 1, updated_at = moment
        where t.district_code = p.district_code and t.id = p.id;
    end if;
    return query select p.id, case when p.withdrawn_at is not null then 'state_conflict' end, case when p.withdrawn_at is not null then 'withdrawn' else 'published' end;
end $$;

-- What everybody may know of the grades that were made public, for the publications that the caller sees: a score is not among it, and nobody but firms and projects is.
create or replace function credit_published_grades(publication uuid) returns table (id uuid, subject_id uuid, name text, uscc text, grade text)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
    select s.id, s.subject_id, s.name, s.uscc, s.grade
    from credit_snapshots s
    where s.publication_id = publication and s.subject_kind in ('firm', 'project')
      and exists (select from credit_publications p
                  where p.district_code = s.district_code and p.id = publication and (p.withdrawn_at is null or p.district_code = (select current_district())))
$$;

grant execute on function credit_publish_grades(uuid, text, text, text, date, timestamptz, date, credit_rulebooks), credit_publish_list(uuid, text, text, text, text, date, timestamptz, date),
    credit_publish(uuid, text, text, text, text, date, timestamptz, date), credit_publication_withdraw(uuid, text, timestamptz) to wuye_district;
grant execute on function credit_published_grades(uuid) to wuye_member;

reset role;
