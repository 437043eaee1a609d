select t.code, t.title_zh, t.title_en, t.basis, t.document as plan, t.version, t.updated_at
from campaign_templates t
where t.code = :'code'
