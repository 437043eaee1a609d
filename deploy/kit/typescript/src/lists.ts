/* Lists: page by page with their cursors, or whole as a stream of lines. */
import { ok, type Outcome } from "./problem.js";

interface Page {
  items: readonly unknown[];
  next: string | null;
}

/** What a list holds. A list may come as text too (CSV, NDJSON), and that has no items. */
export type ItemOf<Data> = Extract<Data, Page> extends { items: readonly (infer Item)[] } ? Item : never;

/** Every item, page after page: `for await (const firm of each((cursor) => api.GET("/v1/firms", { params: { query: { ...cursor } } })))`. */
export async function* each<Data>(read: (cursor: { cursor?: string }) => Promise<Outcome<Data>>): AsyncGenerator<ItemOf<Data>> {
  for (let cursor: { cursor?: string } | null = {}; cursor; ) {
    const page: Page = ok(await read(cursor)) as unknown as Page;
    yield* page.items as readonly ItemOf<Data>[];
    cursor = page.next === null ? null : { cursor: page.next };
  }
}

/** Options of a call whose whole list comes as NDJSON: `api.GET("/v1/complaints", { ...NDJSON, params })`. */
export const NDJSON = { parseAs: "stream", headers: { Accept: "application/x-ndjson" } } as const;

/** Its rows as they arrive; a million of them take no more memory than one. A row cut off in its middle is an error, never an end. */
export async function* rows<Item>(outcome: Promise<Outcome<ReadableStream<Uint8Array> | null>>): AsyncGenerator<Item> {
  const stream = ok(await outcome);
  const reader = stream.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line) yield JSON.parse(line) as Item;
    }
    if (rest) throw new SyntaxError("the stream ended within a row");
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
