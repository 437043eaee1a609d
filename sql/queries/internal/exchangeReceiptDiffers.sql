select exchange_receipt_differs(:'month'::text, :'version'::integer, :'sha256'::text, :'now'::timestamptz) is null as done
