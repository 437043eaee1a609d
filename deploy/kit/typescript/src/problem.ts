/* Refusals (RFC 9457) as errors. `code` never changes; `title` and `detail` are in the language that the client asked for. */
import type { components } from "./schema.js";

export type Problem = components["schemas"]["Problem"];
export type Fault = components["schemas"]["Fault"];

export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly faults: readonly Fault[];
  readonly requestId: string | undefined;
  /** Seconds after which it is worth another try, if there is such a time. */
  readonly retryAfter: number | undefined;

  constructor(readonly problem: Problem, readonly response: Response) {
    super(problem.detail ? `${problem.title}: ${problem.detail}` : problem.title);
    this.name = "ProblemError";
    this.status = response.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.faults = problem.errors ?? [];
    this.requestId = problem.request_id;
    this.retryAfter = Number(response.headers.get("Retry-After")) || undefined;
  }

  /** The page that explains the code, in Chinese and English. */
  get page(): string {
    return new URL(this.problem.type, this.response.url || undefined).href;
  }

  /** Faults by JSON pointer, for the fields of a form. */
  at(pointer: string): Fault | undefined {
    return this.faults.find((fault) => fault.pointer === pointer);
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "status" in value && "title" in value;
}

/** What a front proxy or a broken line answers in place of the service. */
function foreign(response: Response): Problem {
  return { type: "about:blank", code: "no_problem_document", title: response.statusText || `HTTP ${response.status}`, status: response.status, request_id: "" };
}

export interface Outcome<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or a ProblemError: `const firm = ok(await api.GET("/v1/firms/{id}", …))`. */
export function ok<Data>(outcome: Outcome<Data>): NonNullable<Data> {
  if (!outcome.response.ok)
    throw new ProblemError(isProblem(outcome.error) ? outcome.error : foreign(outcome.response), outcome.response);
  return outcome.data as NonNullable<Data>; // 204 has none, and its type says so
}
