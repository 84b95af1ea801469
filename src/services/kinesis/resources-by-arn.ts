// What streams and consumers have in common as resources: tags and a policy, by ARN.

import type { Store, WriteTx } from "../../store/store.ts";
import { findConsumerByArn } from "./consumers.ts";
import { resourceNotFound } from "./errors.ts";
import { parseConsumerArn, parseStreamArn } from "./names.ts";
import { loadStream, saveConsumer, saveStream } from "./repo.ts";
import { findStream, forgetStream } from "./streams.ts";

/** What can be changed by a resource's ARN. */
export interface Attached {
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string | undefined;
}

/** The tags and the policy of a stream or a consumer; throws ResourceNotFoundException. */
export function requireAttached(store: Store, arn: string): Attached {
  const attached = findAttached(store, arn);
  if (attached === undefined) throw gone(arn);
  return attached;
}

/** The same; undefined if there is no such resource. */
export function findAttached(store: Store, arn: string): Attached | undefined {
  if (parseConsumerArn(arn) !== undefined) return store.read((tx) => findConsumerByArn(tx, arn)?.consumer);
  const reference = parseStreamArn(arn);
  return reference === undefined ? undefined : findStream(store, reference)?.record;
}

/** Changes them in one transaction. */
export function changeAttached(store: Store, arn: string, change: (attached: Attached) => Attached): void {
  const reference = parseStreamArn(arn);
  if (reference === undefined) throw gone(arn);
  store.write((tx) => {
    if (parseConsumerArn(arn) === undefined) changeOfStream(tx, arn, change);
    else changeOfConsumer(tx, arn, change);
  });
  forgetStream(store, reference);
}

function changeOfStream(tx: WriteTx, arn: string, change: (attached: Attached) => Attached): void {
  const reference = parseStreamArn(arn);
  const record = reference === undefined ? undefined : loadStream(tx, reference, reference.streamName);
  if (reference === undefined || record === undefined) throw gone(arn);
  const { policy: _policy, ...rest } = record;
  const { tags, policy } = change(record);
  saveStream(tx, reference, { ...rest, tags, ...(policy === undefined ? {} : { policy }) });
}

function changeOfConsumer(tx: WriteTx, arn: string, change: (attached: Attached) => Attached): void {
  const found = findConsumerByArn(tx, arn);
  if (found === undefined) throw gone(arn);
  const { policy: _policy, ...rest } = found.consumer;
  const { tags, policy } = change(found.consumer);
  saveConsumer(tx, found.stream, { ...rest, tags, ...(policy === undefined ? {} : { policy }) });
}

// AWS: inferred: the reference names ResourceNotFoundException.
const gone = (arn: string): Error => resourceNotFound(`Resource ARN ${arn} not found.`);
