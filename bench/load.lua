-- Sends the requests of a file one after the other, over and over; between two of them stands a zero byte.
local requests, last = {}, 0

function init(args)
   local file = assert(io.open(args[1], "rb"))
   for one in file:read("*a"):gmatch("[^%z]+") do
      requests[#requests + 1] = one
   end
   file:close()
end

function request()
   last = last % #requests + 1
   return requests[last]
end

function done(summary, latency)
   local wrong = summary.errors
   local broken = wrong.connect + wrong.read + wrong.write + wrong.timeout
   io.write(string.format("figures %d %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes,
      wrong.status, broken, latency:percentile(50), latency:percentile(95)))
end
