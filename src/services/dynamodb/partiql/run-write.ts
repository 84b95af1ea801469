// Runs a statement that writes, alone.

import type { Context } from "../../../service/context.ts";
import { runWriteSoon, type PreparedWrite, type WriteOutcome } from "../items/write-request.ts";
import { requireTable, wakeStreamReaders } from "../tables/access.ts";
import { prepareStatement, type BoundWrite } from "./writes.ts";

/** Makes the write together with others of the same turn. */
export async function runStatement(
  context: Context,
  bound: BoundWrite,
  showsItemOnFailure: boolean,
): Promise<{ readonly write: PreparedWrite; readonly outcome: WriteOutcome }> {
  const done = await runWriteSoon(context, () =>
    prepareStatement(bound, requireTable(context, bound.tableName), "statement", showsItemOnFailure),
  );
  if (done.outcome.isStreamed) wakeStreamReaders(context, done.write);
  return done;
}
