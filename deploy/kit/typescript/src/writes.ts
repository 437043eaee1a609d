/* Writes that lean on what was read, and files. */
import { ok, type Outcome } from "./problem.js";

/** The tag that a change has to carry. */
export function tagOf(outcome: Outcome<unknown>): string {
  const tag = outcome.response.headers.get("ETag");
  if (!tag) throw new TypeError("the answer has no ETag");
  return tag;
}

/** Read, change, and once more from the start when somebody else was quicker (412): `write` sends what `read` brought, under its tag. */
export async function edit<Read, Written>(
  read: () => Promise<Outcome<Read>>,
  write: (thing: NonNullable<Read>, header: { "If-Match": string }) => Promise<Outcome<Written>>,
  tries = 2,
): Promise<NonNullable<Written>> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await read();
    const written = await write(ok(outcome), { "If-Match": tagOf(outcome) });
    if (written.response.status !== 412 || attempt >= tries) return ok(written);
  }
}

/** A file as the body of a call: `api.POST("/v1/imports", { params, ...file(blob) })`. Its type is the blob's. */
export function file(blob: Blob) {
  return { body: blob as unknown as string, bodySerializer: (body: unknown) => body as Blob, headers: { "Content-Type": blob.type } };
}
