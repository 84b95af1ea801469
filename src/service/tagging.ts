// How a service takes part in the Resource Groups Tagging API: it lists what it has with its tags, and says by which of
// its operations tags are changed.

import type { ReadTx } from "../store/store.ts";
import type { AwsApis } from "./apis.ts";
import type { Scope } from "./context.ts";

export type Tags = Readonly<Record<string, string>>;

export interface TaggedResource {
  readonly arn: string;
  readonly tags: Tags;
}

export interface Tagging {
  /** The service in its resources' ARNs: "sqs". */
  readonly arnService: string;
  /**
   * What an ARN does not say: the resource type of services whose ARNs have none ("queue"). AWS: "Services that support
   * the Resource Groups Tagging API".
   */
  readonly resourceType?: string;
  /** The resources of an account and region that can have tags, also those without. */
  list(tx: ReadTx, scope: Scope): Iterable<TaggedResource>;
  /** Adds tags to a resource, as the caller: nobody can tag by this API what they cannot tag by the service's own. */
  tag(aws: AwsApis, arn: string, tags: Tags): Promise<unknown>;
  /** Removes tags; those that are not there are no error. */
  untag(aws: AwsApis, arn: string, keys: readonly string[]): Promise<unknown>;
}

/** Tags as most services' APIs have them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
