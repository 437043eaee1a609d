-- The experts of a review. A statement that names the column is refused to whoever may not read it; this is run for the others alone.
set role wuye_owner;

create or replace function contract_review_experts(review uuid) returns json language plpgsql stable parallel safe as $$
begin
    return (select to_json(r.experts) from contract_reviews r where r.district_code = (select current_district()) and r.id = review);
end $$;
grant execute on function contract_review_experts(uuid) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
