/* The kit's client against a server that refuses on purpose. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createClient, ok, ProblemError } from "./generated/out/generated/kit/src/index.js";

const seen = [];
let plan = [];
let tokens = 0;
const problem = (response, status, code, headers = {}) => {
  response.writeHead(status, { "Content-Type": "application/problem+json", ...headers });
  response.end(JSON.stringify({ type: `/problems/${code}`, code, title: code, status, request_id: "r" }));
};

const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  if (request.url === "/v1/auth/token") {
    seen.push(["token", new URLSearchParams(body).get("grant_type")]);
    response.writeHead(200, { "Content-Type": "application/json" });
    return response.end(JSON.stringify({ access_token: `t${++tokens}`, token_type: "Bearer", expires_in: 900, refresh_token: `r${tokens}` }));
  }
  seen.push([request.method, request.headers.authorization, request.headers["idempotency-key"], body]);
  const [status, code, headers] = plan.shift() ?? [200];
  if (status === 0) return request.socket.destroy(); // the line breaks
  if (code) return problem(response, status, code, headers);
  response.writeHead(200, { "Content-Type": "application/json", ETag: '"1"' });
  return response.end(JSON.stringify({ role: "district" }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const baseUrl = `http://127.0.0.1:${server.address().port}`;
const options = { baseUrl, grant: { grant_type: "password", username: "a@1", password: "b" }, waitMostMs: 500 };
const api = createClient(options);

/* Calls the operation under a plan of refusals; what the server saw of it, and what came of it. */
async function under(refusals, call) {
  seen.length = 0;
  plan = refusals;
  const outcome = await call().then(ok).catch((error) => error);
  return { outcome, requests: seen.filter(([method]) => method !== "token"), grants: seen.filter(([method]) => method === "token") };
}
const read = () => api.GET("/v1/me");
const post = () => api.POST("/v1/firms", { body: { name: "一家" } });
const patch = () => api.PATCH("/v1/firms/{id}", { params: { path: { id: "1" }, header: { "If-Match": '"1"' } }, body: {} });
const RETRY = { "Retry-After": "0" };

const many = await under([], () => Promise.all([read(), read(), read()]).then((all) => all[0]));
assert.deepEqual(many.grants, [["token", "password"]]); // however many wait, one signs in

const ended = await under([[401, "invalid_token"]], read);
assert.equal(ended.outcome.role, "district");
assert.deepEqual([ended.grants, ended.requests.map((one) => one[1])], [[["token", "refresh_token"]], ["Bearer t1", "Bearer t2"]]);
const refused = await under([[401, "invalid_token"], [401, "invalid_token"]], read);
assert.deepEqual([refused.outcome.code, refused.requests.length], ["invalid_token", 2]);

for (const [status, code] of [[503, "unavailable"], [503, "outcome_unknown"], [429, "too_many_requests"], [409, "idempotency_in_progress"], [0]]) {
  const { outcome, requests } = await under([[status, code, RETRY]], post);
  assert.equal(outcome.role, "district", `${status} ${code}`);
  assert.equal(requests.length, 2);
  assert.ok(requests[0][2] && requests[0][2] === requests[1][2], "both under one key");
  assert.ok(requests[0][3] === requests[1][3] && requests[1][3].includes("一家"), "with one body");
}
assert.equal((await under([[503, "unavailable", RETRY]], patch)).requests.length, 2); // nothing was done
const unknown = await under([[503, "outcome_unknown", RETRY]], patch);
assert.deepEqual([unknown.outcome.code, unknown.requests.length], ["outcome_unknown", 1]); // it may have been
assert.equal((await under([[0]], patch)).requests.length, 1);
assert.equal((await under([[422, "invalid_body"]], post)).requests.length, 1);

const long = await under([[429, "too_many_requests", { "Retry-After": "60" }]], read);
assert.ok(long.outcome instanceof ProblemError && long.outcome.retryAfter === 60 && long.requests.length === 1); // that wait is the caller's
assert.equal((await under(Array(9).fill([503, "unavailable", RETRY]), read)).requests.length, 4);
server.close();
server.closeAllConnections();
console.log("all fine");
