// The records that a stream has not delivered yet.

import type { View } from "../../service/view.ts";
import { loadStream, walkWaiting } from "./repo.ts";

/** Buffer by buffer, the oldest first. Data that KMS encrypted stays closed. */
export const records: View = (tx, scope, { resource }) => {
  const stream = loadStream(tx, scope, resource);
  if (stream === undefined) return undefined;
  return [...walkWaiting(tx, scope, stream.id)].map(({ buffer, index, record }) => ({
    buffer,
    index,
    arrivedAtMs: record.arrivedAtMs,
    ...(record.cipher === undefined ? { data: Buffer.from(record.data).toString("base64") } : { isEncrypted: true }),
  }));
};
