// Finding a delivery stream, and changing it.

import type { Scope, YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { resourceInUse, streamNotFound } from "./errors.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { loadStream, saveStream } from "./repo.ts";

type Place = Scope & Pick<YardContext, "store">;

/** The stream of a name; throws ResourceNotFoundException. */
export function requireStream(place: Place, name: string): DeliveryStreamRecord {
  const stream = place.store.read((tx) => loadStream(tx, place, name));
  if (stream === undefined) throw streamNotFound(place, name);
  return stream;
}

/** Changes a stream in one transaction, in which `also` may write more; throws ResourceNotFoundException. */
export function changeStream(
  place: Place,
  name: string,
  change: (stream: DeliveryStreamRecord) => DeliveryStreamRecord,
  also?: (tx: WriteTx, stream: DeliveryStreamRecord) => void,
): DeliveryStreamRecord {
  return place.store.write((tx) => {
    const stream = loadStream(tx, place, name);
    if (stream === undefined) throw streamNotFound(place, name);
    const next = change(stream);
    saveStream(tx, place, next);
    also?.(tx, next);
    return next;
  });
}

/** Changes a stream's tags; throws ResourceInUseException for one that is going. */
export function changeTags(
  place: Place,
  name: string,
  change: (tags: DeliveryStreamRecord["tags"]) => DeliveryStreamRecord["tags"],
): void {
  changeStream(place, name, (stream) => {
    if (stream.status === "DELETING")
      throw resourceInUse(`Firehose ${name} under account ${place.account} is in state ${stream.status}.`);
    return { ...stream, tags: change(stream.tags) };
  });
}
