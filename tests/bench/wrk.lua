-- What all load scripts share: random ids, the token, one line of JSON at the end.
local seed = os.time()
math.randomseed(seed)
local token = os.getenv("TOKEN")
wrk.headers["Authorization"] = token ~= "" and ("Bearer " .. token) or nil

function random_id(rows)
  return string.format("01900000-0000-7000-8000-%012x", math.random(1, rows))
end

bad = 0
bad_status = 0
local threads = {}
function setup(thread) table.insert(threads, thread) end
function response(status)
  if status >= 400 then
    bad = bad + 1
    bad_status = status
  end
end
function done(summary, latency)
  local errors, status = 0, 0
  for _, thread in ipairs(threads) do
    errors = errors + (thread:get("bad") or 0)
    status = math.max(status, thread:get("bad_status") or 0)
  end
  errors = errors + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format('{"rate":%f,"p50":%f,"p99":%f,"errors":%d,"bad":%d}', summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors, status))
end
