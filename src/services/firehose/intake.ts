// Taking records in: in one transaction they are in the buffers, and then the producer gets its answer.

import type { Scope, YardContext } from "../../service/context.ts";
import { writeSoon } from "../../store/write-soon.ts";
import { append, findStream } from "./buffers.ts";
import { streamNotFound } from "./errors.ts";
import type { DeliveryStreamRecord, WaitingRecord } from "./records.ts";
import { BACKUP, backupOf, DELIVERY, hintsOf, INTAKE, processingOf } from "./routes.ts";

type Tools = Pick<YardContext, "clock" | "jobs" | "random" | "store">;

/** Keeps records, for good: resolves after the commit. */
export async function takeIn(
  tools: Tools,
  { account, region }: Scope,
  { name, id }: Pick<DeliveryStreamRecord, "id" | "name">,
  records: readonly WaitingRecord[],
): Promise<void> {
  const scope = { account, region };
  await writeSoon(tools.store, (tx) => {
    // RACE: by the time of the commit the stream may have gone, or deliver elsewhere.
    const stream = findStream(tx, scope, name, id);
    if (stream === undefined) throw streamNotFound(scope, name);
    const first = processingOf(stream) === undefined ? DELIVERY : INTAKE;
    const buffers = backupOf(stream) === undefined ? [first] : [first, BACKUP];
    for (const buffer of buffers) append(tools, tx, { scope, stream, buffer, hints: hintsOf(stream, buffer) }, records);
  });
}
