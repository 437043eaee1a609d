/* One request as the service wants it sent: with a token, a language, a key that makes a repeat harmless, and another try when it asks for one. */
import type { Tokens } from "./tokens.js";

export type Language = "zh-CN" | "en";

export interface Transport {
  tokens?: Tokens | undefined;
  language?: Language | undefined;
  /** Tries of one request, the first included. */
  tries?: number | undefined;
  /** Longest wait before another try; a longer Retry-After is the caller's to keep. */
  waitMostMs?: number | undefined;
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const ended = () => (clearTimeout(timer), reject(signal.reason));
    const timer = setTimeout(() => (signal.removeEventListener("abort", ended), resolve()), ms);
    signal.addEventListener("abort", ended, { once: true });
  });

async function codeOf(response: Response): Promise<string | undefined> {
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) return undefined;
  const problem: unknown = await response.clone().json().catch(() => undefined);
  return typeof problem === "object" && problem !== null && "code" in problem ? String(problem.code) : undefined;
}

/** A read, or a POST under a key, may be repeated whatever became of it; a PATCH only when it is sure that nothing was done. */
async function mayRepeat(request: Request, response: Response | undefined): Promise<boolean> {
  if (response && response.status !== 503 && response.status !== 429) {
    return response.status === 409 && (await codeOf(response)) === "idempotency_in_progress";
  }
  if (request.method === "GET" || request.headers.has("Idempotency-Key")) return true;
  return response?.status === 429 || (response !== undefined && (await codeOf(response)) === "unavailable");
}

/** Retry-After in seconds or as a time; else a random part of a span that doubles. */
export function pause(response: Response | undefined, attempt: number): number {
  const asked = response?.headers.get("Retry-After");
  if (asked) return /^\d+$/.test(asked) ? Number(asked) * 1000 : Math.max(0, Date.parse(asked) - Date.now());
  return Math.random() * 250 * 2 ** attempt;
}

export function transport({ tokens, language = "zh-CN", tries = 4, waitMostMs = 30_000, fetch: send = (request) => fetch(request) }: Transport) {
  async function bear(request: Request): Promise<string | undefined> {
    const token = await tokens?.get();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return token;
  }

  return async function call(given: Request): Promise<Response> {
    if (!given.headers.has("Accept-Language")) given.headers.set("Accept-Language", language);
    if (given.method === "PATCH") given.headers.set("Content-Type", "application/merge-patch+json");
    if (given.method === "POST" && !given.headers.has("Idempotency-Key")) given.headers.set("Idempotency-Key", crypto.randomUUID());
    for (let attempt = 1, renewed = false; ; attempt++) {
      const request = given.clone(); // a body is read once; the next try needs its own
      const token = await bear(request);
      let response: Response | undefined, failure: unknown;
      try {
        response = await send(request);
      } catch (error) {
        failure = error;
      }
      if (response?.status === 401 && token && !renewed) {
        tokens?.refuse(token);
        renewed = true;
        continue;
      }
      const ms = pause(response, attempt);
      const again = attempt < tries && ms <= waitMostMs && !given.signal.aborted && (await mayRepeat(given, response));
      if (response && !again) return response;
      if (!again) throw failure;
      await response?.body?.cancel();
      await wait(ms, given.signal);
    }
  };
}
