/* The collection as Postman's own library reads it: each request is whole, and of each folder one is sent as it stands, with no more than the passwords given.
   node collection.mjs FILE BASE_URL PASSWORDS(JSON, role → password) */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import postman from "postman-collection";

const [, , file, baseUrl, passwords] = process.argv;
const source = JSON.parse(readFileSync(file, "utf8"));
assert.ok(postman.Collection.isCollection(new postman.Collection(source)));
assert.match(source.info.schema, /v2\.1\.0/);
const collection = new postman.Collection(source);
collection.variables.upsert({ key: "base_url", value: baseUrl });
for (const [role, password] of Object.entries(JSON.parse(passwords))) collection.variables.upsert({ key: `password_${role}`, value: password });

/* Its variables put in, and the dynamic ones ({{$guid}}) made, as a program that runs collections does. */
function whole(item) {
  return new postman.Request(postman.Property.replaceSubstitutionsIn(item.request.toJSON(), [collection.variables]));
}

async function send(item) {
  const request = whole(item);
  const headers = Object.fromEntries(request.headers.all().filter((one) => !one.disabled).map(({ key, value }) => [key, value]));
  const token = request.auth?.parameters().get("token");
  if (request.auth?.type === "bearer") headers.Authorization = `Bearer ${token}`;
  const body = request.body?.isEmpty() === false ? request.body.toString() : undefined;
  return fetch(request.url.toString(), { method: request.method, headers, ...(body ? { body } : {}) });
}

let items = 0, sent = 0;
collection.forEachItem((item) => {
  items++;
  const { request } = item;
  assert.ok(request instanceof postman.Request && request.method && item.name, item.name);
  assert.ok(request.url.toString().startsWith("{{base_url}}/"), item.name);
  assert.ok(request.url.variables.all().every((one) => one.value), `${item.name}: a path without its value`);
  if (request.body?.mode === "raw") assert.ok(request.body.raw, `${item.name}: no body`);
  assert.ok(!/\{\w+\}(?!\})/.test(whole(item).url.toString()), `${item.name}: ${whole(item).url}`);
});

for (const item of collection.items.all()[0].items.all()) {
  const response = await send(item);
  assert.equal(response.status, 200, item.name);
  const { access_token } = await response.json();
  collection.variables.upsert({ key: `token_${item.name.split(" ").pop()}`, value: access_token });
}
for (const folder of collection.items.all().slice(1)) {
  const item = folder.items.all().find(({ request, name }) => request.method === "GET" && request.url.variables.count() === 0 && name !== "getDocs");
  if (!item) continue;
  const response = await send(item);
  assert.equal(response.status, 200, `${item.name}: ${await response.clone().text()}`);
  sent++;
}
const ticket = collection.oneDeep("createComplaint");
const response = await send(ticket);
assert.equal(response.status, 201, await response.clone().text());
console.log(`${items} requests whole, ${sent + 1} sent, all fine`);
