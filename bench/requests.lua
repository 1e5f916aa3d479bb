-- Sends the requests of a file, one per line: METHOD <tab> path <tab> body, and starts again at the end. Cookies and the
-- token come from the environment. Prints one line of figures.
local lines, at = {}, 0
function init(args)
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, body = line:match("^(%u+)\t([^\t]+)\t?(.*)$")
    lines[#lines + 1] = { method, path, body }
  end
  wrk.headers["Cookie"] = os.getenv("BENCH_COOKIE")
  wrk.headers["X-CSRFToken"] = os.getenv("BENCH_TOKEN")
  wrk.headers["Accept-Language"] = "nl"
end
function request()
  at = at % #lines + 1
  local row = lines[at]
  if row[1] == "GET" then return wrk.format("GET", row[2]) end
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
  for key, value in pairs(wrk.headers) do headers[key] = value end
  return wrk.format("POST", row[2], headers, row[3])
end
-- A page that only sends the visitor elsewhere (to sign in) is quick, and no page.
local bad, expected = 0, tonumber(os.getenv("BENCH_EXPECTED"))
function response(status)
  if status ~= expected then bad = bad + 1; io.stderr:write("UNEXPECTED " .. status .. "\n") end
end
function done(summary, latency)
  local seconds = summary.duration / 1000000
  io.write(string.format("FIGURES %d %.3f %.2f %d\n", summary.requests, summary.requests / seconds,
    latency:percentile(95) / 1000, summary.errors.timeout))
end
