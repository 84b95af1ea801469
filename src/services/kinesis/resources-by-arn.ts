// What streams and consumers have in common as resources: tags and a policy, by ARN.

import type { Store, WriteTx } from "../../store/store.ts";
import { findConsumerByArn, type FoundConsumer } from "./consumers.ts";
import { consumerNotActive, invalidArgument, resourceNotFound } from "./errors.ts";
import { parseConsumerArn, parseStreamArn, type StreamReference } from "./names.ts";
import { loadStream, saveConsumer, saveStream } from "./repo.ts";
import { findStream, forgetStream, requireActive, requireReadable } from "./streams.ts";

/** What can be changed by a resource's ARN. */
export interface Attached {
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string | undefined;
}

/**
 * The tags and the policy of a stream or a consumer; throws ResourceNotFoundException, and ResourceInUseException for one that is made
 * or deleted.
 */
export function requireAttached(store: Store, arn: string): Attached {
  const reference = requireReference(arn);
  if (parseConsumerArn(arn) !== undefined) {
    const found = store.read((tx) => findConsumerByArn(tx, arn));
    if (found === undefined) throw gone(arn);
    requireActiveConsumer(found);
    return found.consumer;
  }
  const stream = findStream(store, reference);
  if (stream === undefined) throw gone(arn);
  requireReadable(stream.record, reference);
  return stream.record;
}

/** The same; undefined if there is no such resource. */
export function findAttached(store: Store, arn: string): Attached | undefined {
  if (parseConsumerArn(arn) !== undefined) return store.read((tx) => findConsumerByArn(tx, arn)?.consumer);
  const reference = parseStreamArn(arn);
  return reference === undefined ? undefined : findStream(store, reference)?.record;
}

/** Changes them in one transaction. AWS: TagResource, PutResourcePolicy: "the resource must be in the ACTIVE state". */
export function changeAttached(store: Store, arn: string, change: (attached: Attached) => Attached): void {
  const reference = requireReference(arn);
  store.write((tx) => {
    if (parseConsumerArn(arn) === undefined) changeOfStream(tx, reference, arn, change);
    else changeOfConsumer(tx, arn, change);
  });
  forgetStream(store, reference);
}

function changeOfStream(
  tx: WriteTx,
  reference: StreamReference,
  arn: string,
  change: (attached: Attached) => Attached,
): void {
  const record = loadStream(tx, reference, reference.streamName);
  if (record === undefined) throw gone(arn);
  requireActive(record, reference);
  const { policy: _policy, ...rest } = record;
  const { tags, policy } = change(record);
  saveStream(tx, reference, { ...rest, tags, ...(policy === undefined ? {} : { policy }) });
}

function changeOfConsumer(tx: WriteTx, arn: string, change: (attached: Attached) => Attached): void {
  const found = findConsumerByArn(tx, arn);
  if (found === undefined) throw gone(arn);
  requireActiveConsumer(found);
  const { policy: _policy, ...rest } = found.consumer;
  const { tags, policy } = change(found.consumer);
  saveConsumer(tx, found.stream, { ...rest, tags, ...(policy === undefined ? {} : { policy }) });
}

function requireActiveConsumer({ stream, consumer }: FoundConsumer): void {
  if (consumer.status !== "ACTIVE") throw consumerNotActive(stream, consumer);
}

/** The stream that an ARN names or is below. AWS: inferred: what names none "can't be used" (InvalidArgumentException). */
function requireReference(arn: string): StreamReference {
  const reference = parseStreamArn(arn);
  if (reference === undefined) throw invalidArgument(`ResourceARN ${arn} is neither a stream's nor a consumer's.`);
  return reference;
}

// AWS: inferred: the reference names ResourceNotFoundException.
const gone = (arn: string): Error => resourceNotFound(`Resource ARN ${arn} not found.`);
