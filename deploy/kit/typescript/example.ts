/* A morning in a district: a ticket comes in, officers find it, a register is changed, read whole and written back from a file.
   It runs against a demo: `deploy/up`, `. var/demo.env`, then DISTRICT_PASSWORD and HOTLINE_SECRET from var/demo/credentials.json. */
import assert from "node:assert/strict";
import { createClient, each, edit, file, NDJSON, ok, ProblemError, rows, tagOf, type components } from "./src/index.js";

function given(name: string): string {
  return process.env[name] ?? assert.fail(`${name} is not given`);
}

const baseUrl = given("WUYE_URL");
const hotline = createClient({ baseUrl, grant: { grant_type: "client_credentials", client_id: "hotline@150202", client_secret: given("HOTLINE_SECRET") } });
const officer = { grant_type: "password", username: "district.officer@150202", password: given("DISTRICT_PASSWORD") };
const district = createClient({ baseUrl, grant: officer });
const english = createClient({ baseUrl, grant: officer, language: "en" });

/* 1. A ticket. The client gives each POST a key of its own, so what it has to repeat is done once. A key of yours does the same over a crash. */
const ticket_no = given("TICKET");
const ticket: components["schemas"]["TicketNew"] = {
  source: "hotline12345", ticket_no, round: 1, request_type: "complaint", urgency: "ordinary", category_code: "10",
  title: "电梯停运", content: "市民反映电梯停运三天。", received_at: "2026-03-02T09:30:00+08:00", estate_code: given("ESTATE"),
  leader_instruction: false, group_petition: false, opinion_event: false, secret: false, anonymous: true,
};
const keyed = { body: ticket, params: { header: { "Idempotency-Key": `ticket-${ticket_no}` } } };
const posted = ok(await hotline.POST("/v1/hotline/tickets", keyed));
const again = await hotline.POST("/v1/hotline/tickets", keyed);
assert.ok("complaint_id" in posted && posted.complaint_id);
assert.deepEqual(ok(again), posted);
assert.equal(again.response.headers.get("Idempotency-Replayed"), "true");

/* 2. Refusals are typed: the code decides what a program does, title and detail are for people, faults for the fields of a form. */
for (const [api, language] of [[district, "zh-CN"], [english, "en"]] as const) {
  try {
    ok(await api.POST("/v1/hotline/tickets", { body: ticket }));
    assert.fail("an officer is no hotline");
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.code, "forbidden");
    assert.equal(error.response.headers.get("Content-Language"), language);
    assert.equal(/[一-鿿]/u.test(error.title), language === "zh-CN");
    assert.equal((await fetch(error.page)).status, 200);
  }
}
const wrong = await hotline.POST("/v1/hotline/tickets", { body: { ...ticket, ticket_no: "" } });
assert.throws(() => ok(wrong), (error) => error instanceof ProblemError && error.at("/ticket_no") !== undefined);

/* 3. A list, page by page. The types are the contract's: a misspelt filter or member does not compile. */
let walked = 0, found = false;
for await (const complaint of each((cursor) => district.GET("/v1/complaints", { params: { query: { limit: 3, state: ["received"], ...cursor } } }))) {
  found ||= complaint.id === posted.complaint_id;
  walked++;
}
assert.ok(found);

/* 4. The same list whole, row by row, while it arrives. */
let streamed = 0;
for await (const complaint of rows<components["schemas"]["Complaint"]>(district.GET("/v1/complaints", { ...NDJSON, params: { query: { state: ["received"] } } }))) {
  assert.equal(complaint.state, "received");
  streamed++;
}
assert.equal(streamed, walked);

/* 5. A change carries the tag of what was read; when somebody was quicker, edit() reads again. */
const path = { id: String(ok(await district.GET("/v1/complaints/{id}", { params: { path: { id: posted.complaint_id } } })).estate?.id) };
let rounds = 0;
const estate = await edit(
  () => district.GET("/v1/estates/{id}", { params: { path } }),
  async (read, header) => {
    if (rounds++ === 0) {
      const quicker = await district.PATCH("/v1/estates/{id}", { params: { path, header }, body: { households: (read.households ?? 0) + 1 } });
      assert.notEqual(tagOf(quicker), header["If-Match"], ok(quicker).name);
    }
    return district.PATCH("/v1/estates/{id}", { params: { path, header }, body: { households: (read.households ?? 0) + 1 } });
  },
);
assert.equal(rounds, 2);
assert.equal(estate.id, path.id);

/* 6. A file up: what the list gives as CSV, an import takes. */
const csv = await district.GET("/v1/estates", { parseAs: "blob", headers: { Accept: "text/csv" } });
const load = await district.POST("/v1/imports", { params: { query: { register: "estates", dry_run: true, wait: 20 } }, ...file(ok(csv) as Blob) });
assert.equal(ok(load).state, "done");
console.log(`${walked} complaints walked, ${streamed} streamed, all fine`);
