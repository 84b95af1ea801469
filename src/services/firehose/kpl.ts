// Records that the Kinesis Producer Library put together into one: taken apart. Pure.
// AWS: "Understand data delivery": "Firehose de-aggregates the records before it delivers them". The format: "KPL Aggregated
// Record Format" (aggregation-format.md of amazon-kinesis-producer): a magic number, a protobuf message, its MD5.

import { createHash } from "node:crypto";

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const DIGEST_BYTES = 16;
// Fields of AggregatedRecord and of Record.
const RECORDS = 3;
const DATA = 3;

/** The records in an aggregated one; anything else as it is. */
export function deaggregate(data: Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(data);
  if (bytes.length < MAGIC.length + DIGEST_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return [data];
  const message = bytes.subarray(MAGIC.length, -DIGEST_BYTES);
  const digest = createHash("md5").update(message).digest();
  if (!digest.equals(bytes.subarray(-DIGEST_BYTES))) return [data];
  const records = lengthDelimited(message, RECORDS);
  return records?.map((record) => lengthDelimited(record, DATA)?.at(-1) ?? Buffer.alloc(0)) ?? [data];
}

/** The values of a protobuf message's field that have a length; undefined for bytes that are no such message. */
function lengthDelimited(message: Buffer, field: number): readonly Buffer[] | undefined {
  const found: Buffer[] = [];
  let at = 0;
  const varint = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[at];
      if (byte === undefined) return undefined;
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < message.length) {
    const tag = varint();
    if (tag === undefined) return undefined;
    const wireType = tag % 8;
    if (wireType === 0) {
      if (varint() === undefined) return undefined;
    } else if (wireType === 2) {
      const length = varint();
      if (length === undefined || at + length > message.length) return undefined;
      if (Math.floor(tag / 8) === field) found.push(message.subarray(at, at + length));
      at += length;
    } else return undefined;
  }
  return found;
}
