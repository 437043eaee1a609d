/* A client of the service: types from its contract, and what every front end would otherwise write again. */
import createFetchClient, { type Client } from "openapi-fetch";
import type { paths } from "./schema.js";
import { Tokens, type Grant } from "./tokens.js";
import { transport, type Transport } from "./transport.js";

export type { components, operations, paths } from "./schema.js";
export { ok, ProblemError, type Fault, type Outcome, type Problem } from "./problem.js";
export { each, NDJSON, rows, type ItemOf } from "./lists.js";
export { edit, file, tagOf } from "./writes.js";
export { Tokens, type Grant } from "./tokens.js";
export { pause, type Language } from "./transport.js";

export interface Options extends Omit<Transport, "tokens"> {
  baseUrl: string;
  /** How to sign in; without it only what needs no token can be read. Or tokens that come from elsewhere (the city's own sign-in). */
  grant?: Grant;
  /** The front end's own client_id and client_secret, on a server that keeps them; never in a browser. */
  program?: Pick<Grant, "client_id" | "client_secret">;
  tokens?: Tokens;
}

export function createClient({ baseUrl, grant, program, tokens, ...rest }: Options): Client<paths> {
  const bearer = tokens ?? (grant && new Tokens(baseUrl, grant, program));
  return createFetchClient<paths>({
    baseUrl,
    fetch: transport({ ...rest, tokens: bearer }),
    querySerializer: { array: { style: "form", explode: false } },
  });
}
