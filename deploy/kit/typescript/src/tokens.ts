/* Access tokens: fetched when one is needed, renewed before they end, by one request however many wait for it. */
import { ProblemError, type Problem } from "./problem.js";
import type { components } from "./schema.js";

export type Grant = components["schemas"]["TokenRequest"];
type Token = components["schemas"]["Token"];

const EARLY_MS = 30_000; // clocks differ, and a request takes its time

export class Tokens {
  #token: string | undefined;
  #renewAt = 0;
  #refresh: string | undefined;
  #underWay: Promise<string> | undefined;

  /** `grant` signs in, and again when the refresh token has ended; `program` is a front end's own client_id and client_secret. */
  constructor(
    private readonly baseUrl: string,
    private readonly grant: Grant,
    private readonly program: Pick<Grant, "client_id" | "client_secret"> = {},
    private readonly send: typeof fetch = fetch,
  ) {}

  /** A token that is good now. */
  async get(): Promise<string> {
    if (this.#token && Date.now() < this.#renewAt) return this.#token;
    return (this.#underWay ??= this.#renew().finally(() => (this.#underWay = undefined)));
  }

  /** The service refused this token before its time (disabled, changed, key withdrawn): the next get() brings another. */
  refuse(token: string): void {
    if (this.#token === token) this.#token = undefined;
  }

  async #renew(): Promise<string> {
    const spent = this.#refresh;
    this.#refresh = undefined; // good for one use
    if (spent) {
      try {
        return await this.#ask({ grant_type: "refresh_token", refresh_token: spent, ...this.program });
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== "invalid_grant") throw error;
      }
    }
    return this.#ask({ ...this.grant, ...this.program });
  }

  async #ask(grant: Grant): Promise<string> {
    const form = new URLSearchParams(Object.entries(grant).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
    const response = await this.send(new URL("/v1/auth/token", this.baseUrl), { method: "POST", body: form });
    const answer: unknown = await response.json();
    if (!response.ok) throw new ProblemError(answer as Problem, response);
    const token = answer as Token;
    this.#token = token.access_token;
    this.#refresh = token.refresh_token;
    this.#renewAt = Date.now() + Math.max(token.expires_in * 1000 - EARLY_MS, token.expires_in * 500);
    return token.access_token;
  }
}
