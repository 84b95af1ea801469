// Finding the stream that a request is about.

import type { Context } from "../../../service/context.ts";
import { streamNotFound } from "../errors.ts";
import type { StreamRecord } from "../records.ts";
import { loadStream } from "../repo.ts";
import { parseStreamArn, type TableReference } from "../tables/names.ts";

export interface FoundStream {
  readonly reference: TableReference;
  readonly stream: StreamRecord;
}

/** The stream behind an ARN. */
export function requireStream(context: Context, arn: string): FoundStream {
  const reference = parseStreamArn(arn);
  const stream =
    reference === undefined
      ? undefined
      : context.store.read((tx) => loadStream(tx, reference, reference.tableName, reference.label));
  if (reference === undefined || stream === undefined) throw streamNotFound(arn);
  return { reference, stream };
}
