-- Rulebooks of credit: how one is shown. How one is numbered: documents.sql; published and withdrawn: documents_that_hold.sql.
set role wuye_owner;

create or replace function credit_rulebook_card(b credit_rulebooks, day date)
returns table (id uuid, common boolean, code text, number integer, title_zh text, title_en text, state text, source text, effective_from date, effective_to date,
               published_at timestamptz, withdrawn_reason text, version integer, created_at timestamptz, updated_at timestamptz)
language sql immutable parallel safe as $$
    select b.id, b.district_code = '*', b.code, b.number, b.title_zh, b.title_en, document_state(b.state, b.effective_to, day), b.source, b.effective_from,
        b.effective_to, b.published_at, b.withdrawn_reason, b.version, b.created_at, b.updated_at
$$;

grant execute on function credit_rulebook_card(credit_rulebooks, date) to wuye_member;

reset role;
