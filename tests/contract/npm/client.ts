/* A client that somebody else might write: types generated from the contract, nothing known of the service but that. */
import assert from "node:assert/strict";
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./generated/schema.js";

type Complaint = components["schemas"]["Complaint"];

function given(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not given`);
  return value;
}

const baseUrl = given("BASE");

function bearing(token: string): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
      return request;
    },
  };
}

async function signIn(body: components["schemas"]["TokenRequest"]) {
  const client = createClient<paths>({ baseUrl });
  const { data, error } = await client.POST("/v1/auth/token", {
    body,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  assert.ok(data, error?.detail);
  client.use(bearing(data.access_token));
  return client;
}

const hotline = await signIn({ grant_type: "client_credentials", client_id: "hotline@150202", client_secret: given("HOTLINE_SECRET") });
const district = await signIn({ grant_type: "password", username: "district.officer@150202", password: given("DISTRICT_PASSWORD") });

const ticket: components["schemas"]["TicketNew"] = {
  source: "hotline12345",
  ticket_no: given("TICKET"),
  round: 1,
  request_type: "complaint",
  category_code: "10",
  urgency: "ordinary",
  received_at: "2026-03-02T09:30:00+08:00",
  estate_code: given("ESTATE"),
  title: "电梯停运",
  content: "市民反映电梯停运三天。",
  leader_instruction: false,
  group_petition: false,
  opinion_event: false,
  secret: false,
  anonymous: true,
};

const posted = await hotline.POST("/v1/hotline/tickets", { body: ticket, params: { header: { "Idempotency-Key": given("TICKET") } } });
assert.equal(posted.response.status, 201);
assert.ok(posted.data && "complaint_id" in posted.data && posted.data.complaint_id);
const complaintId: string = posted.data.complaint_id;

const wrong = await hotline.POST("/v1/hotline/tickets", { body: { ...ticket, ticket_no: "" } });
assert.equal(wrong.response.status, 422);
assert.equal(wrong.error?.code, "invalid_body");
assert.equal(wrong.error?.errors?.[0]?.pointer, "/ticket_no");

const read = await district.GET("/v1/complaints/{id}", { params: { path: { id: complaintId } } });
assert.ok(read.data, read.error?.detail);
const complaint: Complaint = read.data;
assert.equal(complaint.ticket_no, ticket.ticket_no);
assert.equal(complaint.estate?.code, ticket.estate_code);

/* A list may come as CSV or NDJSON too, so what came is told apart before it is read. */
async function page(cursor: string | null) {
  const { data, error } = await district.GET("/v1/complaints", {
    params: { query: { limit: 3, sort: "received_at", state: ["received"], ...(cursor ? { cursor } : {}) } },
    querySerializer: { array: { style: "form", explode: false } },
  });
  assert.ok(data && typeof data !== "string", error?.detail);
  return data;
}

const seen = new Set<string>();
for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
  const { items, next }: components["schemas"]["ComplaintPage"] = await page(cursor);
  items.forEach((item) => seen.add(item.id));
  cursor = next;
}
assert.ok(seen.has(complaintId));

const forbidden = await hotline.GET("/v1/audit");
assert.equal(forbidden.response.status, 403);
const missing = await district.GET("/v1/complaints/{id}", { params: { path: { id: "01900000-0000-7000-8000-000000000000" } } });
assert.equal(missing.response.status, 404);
assert.equal(missing.error?.code, "not_found");
console.log(`${seen.size} complaints walked, all fine`);
