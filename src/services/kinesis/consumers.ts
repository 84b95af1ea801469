// Finds the consumer that a request means.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { consumerNotFound, invalidArgument } from "./errors.ts";
import { consumerArn, parseConsumerArn, parseStreamArn, type StreamReference } from "./names.ts";
import type { ConsumerRecord } from "./records.ts";
import { loadConsumer } from "./repo.ts";

/** How requests name a consumer: by its ARN, or by its stream and name. */
export interface ConsumerNames {
  readonly StreamARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerARN?: string | undefined;
}

export interface FoundConsumer {
  readonly stream: StreamReference;
  readonly consumer: ConsumerRecord;
  readonly arn: string;
}

/** The consumer behind an ARN; undefined if it is not there, or another of the same name is. */
export function findConsumerByArn(tx: ReadTx, arn: string): FoundConsumer | undefined {
  const parts = parseConsumerArn(arn);
  if (parts === undefined) return undefined;
  return find(tx, parts.stream, parts.consumerName, arn);
}

/** The consumer of a request; throws where it names none or there is none. */
export function requireConsumer(tx: ReadTx, names: ConsumerNames): FoundConsumer {
  const { StreamARN: streamArn, ConsumerName: name, ConsumerARN: arn } = names;
  if (arn !== undefined) {
    const found = findConsumerByArn(tx, arn);
    if (found === undefined) throw consumerNotFound(arn);
    const isOther =
      (name !== undefined && name !== found.consumer.name) ||
      (streamArn !== undefined && parseStreamArn(streamArn)?.streamName !== found.stream.streamName);
    // AWS: DeregisterStreamConsumer: "You may also provide all three parameters, as long as they don't conflict".
    if (isOther) throw invalidArgument("ConsumerARN does not match the StreamARN and ConsumerName.");
    return found;
  }
  const stream = streamArn === undefined ? undefined : parseStreamArn(streamArn);
  if (stream === undefined || name === undefined)
    throw invalidArgument("Must specify either ConsumerARN, or both StreamARN and ConsumerName.");
  const found = find(tx, stream, name);
  if (found === undefined) throw consumerNotFound(`${name} of stream ${stream.streamName}`);
  return found;
}

/** The ARN of the consumer that a request names, for permissions: a made-up one if it is not there. */
export function arnOfNames(tx: ReadTx, names: ConsumerNames, scope: Scope): string {
  if (names.ConsumerARN !== undefined) return names.ConsumerARN;
  const stream = names.StreamARN === undefined ? undefined : parseStreamArn(names.StreamARN);
  const place = stream ?? { account: scope.account, region: scope.region, streamName: "" };
  const name = names.ConsumerName ?? "";
  return (
    find(tx, place, name)?.arn ??
    consumerArn(place, { v: 1, name, streamName: place.streamName, status: "ACTIVE", createdAtMs: 0, tags: {} })
  );
}

function find(tx: ReadTx, stream: StreamReference, name: string, arn?: string): FoundConsumer | undefined {
  const consumer = loadConsumer(tx, stream, stream.streamName, name);
  if (consumer === undefined) return undefined;
  const own = consumerArn(stream, consumer);
  return arn === undefined || arn === own ? { stream, consumer, arn: own } : undefined;
}
