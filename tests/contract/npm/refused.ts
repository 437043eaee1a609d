/* What the contract refuses does not compile: of each line below the compiler has to find a fault, or it tells that there is none. */
import { createClient, each, ok } from "./generated/kit/src/index.js";

const api = createClient({ baseUrl: "http://127.0.0.1:1" });

export async function refused() {
  // @ts-expect-error an unknown parameter
  await api.GET("/v1/complaints", { params: { query: { no_such: 1 } } });
  // @ts-expect-error a member of a wrong type, and others missing
  await api.POST("/v1/hotline/tickets", { body: { ticket_no: 7 } });
  // @ts-expect-error no such path
  await api.GET("/v1/no-such");
  // @ts-expect-error a change without If-Match
  await api.PATCH("/v1/firms/{id}", { params: { path: { id: "" } }, body: {} });
  for await (const firm of each((cursor) => api.GET("/v1/firms", { params: { query: { ...cursor } } }))) {
    // @ts-expect-error an item has the members of its schema and no others
    firm.no_such;
  }
  // @ts-expect-error so has an answer
  ok(await api.GET("/v1/me")).no_such;
}
