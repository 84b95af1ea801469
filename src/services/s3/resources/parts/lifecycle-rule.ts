// A lifecycle rule as the template has it, and as the API has it: they name and nest things differently.

import type { LifecycleRule } from "@aws-sdk/client-s3";
import { field, isTrue, list, number, text } from "../template-values.ts";

/** From the template to the API. */
export function toRule(rule: unknown): LifecycleRule {
  const date = text(rule, "ExpirationDate");
  const expiration = {
    ...when("Days", number(rule, "ExpirationInDays")),
    ...(date === "" ? {} : { Date: new Date(date) }),
    ...(isTrue(field(rule, "ExpiredObjectDeleteMarker")) ? { ExpiredObjectDeleteMarker: true } : {}),
  };
  const noncurrent = field(rule, "NoncurrentVersionExpiration");
  const noncurrentExpiration = {
    ...when(
      "NoncurrentDays",
      number(noncurrent, "NoncurrentDays") ?? number(rule, "NoncurrentVersionExpirationInDays"),
    ),
    ...when("NewerNoncurrentVersions", number(noncurrent, "NewerNoncurrentVersions")),
  };
  const abortDays = number(field(rule, "AbortIncompleteMultipartUpload"), "DaysAfterInitiation");
  const single = field(rule, "Transition");
  const transitions = [...list(field(rule, "Transitions")), ...(single === undefined ? [] : [single])];
  const singleNoncurrent = field(rule, "NoncurrentVersionTransition");
  const noncurrentTransitions = [
    ...list(field(rule, "NoncurrentVersionTransitions")),
    ...(singleNoncurrent === undefined ? [] : [singleNoncurrent]),
  ];
  const id = text(rule, "Id");
  return {
    ...(id === "" ? {} : { ID: id }),
    Status: text(rule, "Status") as "Enabled",
    Filter: toFilter(rule),
    ...(Object.keys(expiration).length === 0 ? {} : { Expiration: expiration }),
    ...(Object.keys(noncurrentExpiration).length === 0 ? {} : { NoncurrentVersionExpiration: noncurrentExpiration }),
    ...(abortDays === undefined ? {} : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortDays } }),
    ...(transitions.length === 0 ? {} : { Transitions: transitions.map(toTransition) }),
    ...(noncurrentTransitions.length === 0
      ? {}
      : { NoncurrentVersionTransitions: noncurrentTransitions.map(toNoncurrentTransition) }),
  };
}

function toTransition(transition: unknown) {
  const date = text(transition, "TransitionDate");
  return {
    StorageClass: text(transition, "StorageClass") as "STANDARD_IA",
    ...when("Days", number(transition, "TransitionInDays")),
    ...(date === "" ? {} : { Date: new Date(date) }),
  };
}

function toNoncurrentTransition(transition: unknown) {
  return {
    StorageClass: text(transition, "StorageClass") as "STANDARD_IA",
    ...when("NoncurrentDays", number(transition, "TransitionInDays")),
    ...when("NewerNoncurrentVersions", number(transition, "NewerNoncurrentVersions")),
  };
}

function toFilter(rule: unknown): NonNullable<LifecycleRule["Filter"]> {
  const Tags = list(field(rule, "TagFilters")).map((tag) => ({ Key: text(tag, "Key"), Value: text(tag, "Value") }));
  const named = field(rule, "Prefix") === undefined ? {} : { Prefix: text(rule, "Prefix") };
  const sizes = {
    ...when("ObjectSizeGreaterThan", number(rule, "ObjectSizeGreaterThan")),
    ...when("ObjectSizeLessThan", number(rule, "ObjectSizeLessThan")),
  };
  const parts = Tags.length + Object.keys(named).length + Object.keys(sizes).length;
  if (parts > 1) return { And: { ...named, ...(Tags.length === 0 ? {} : { Tags }), ...sizes } };
  return Tags[0] === undefined ? { ...named, ...sizes } : { Tag: Tags[0] };
}

/** From the API to the template. */
export function fromRule(rule: LifecycleRule): Record<string, unknown> {
  const { Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload, Filter } = rule;
  const { Transitions, NoncurrentVersionTransitions } = rule;
  const { And } = Filter ?? {};
  const prefix = Filter?.Prefix ?? And?.Prefix;
  const tags = And?.Tags ?? (Filter?.Tag === undefined ? [] : [Filter.Tag]);
  return {
    Id: rule.ID,
    Status: rule.Status,
    ...(prefix === undefined || prefix === "" ? {} : { Prefix: prefix }),
    ...(tags.length === 0 ? {} : { TagFilters: tags.map(({ Key, Value }) => ({ Key, Value })) }),
    ...when("ObjectSizeGreaterThan", Filter?.ObjectSizeGreaterThan ?? And?.ObjectSizeGreaterThan),
    ...when("ObjectSizeLessThan", Filter?.ObjectSizeLessThan ?? And?.ObjectSizeLessThan),
    ...when("ExpirationInDays", Expiration?.Days),
    ...when("ExpirationDate", Expiration?.Date?.toISOString()),
    ...when("ExpiredObjectDeleteMarker", Expiration?.ExpiredObjectDeleteMarker),
    ...when("NoncurrentVersionExpiration", NoncurrentVersionExpiration),
    ...when("AbortIncompleteMultipartUpload", AbortIncompleteMultipartUpload),
    ...(Transitions === undefined
      ? {}
      : {
          Transitions: Transitions.map(({ StorageClass, Days, Date }) => ({
            StorageClass,
            ...when("TransitionInDays", Days),
            ...when("TransitionDate", Date?.toISOString()),
          })),
        }),
    ...(NoncurrentVersionTransitions === undefined
      ? {}
      : {
          NoncurrentVersionTransitions: NoncurrentVersionTransitions.map(
            ({ StorageClass, NoncurrentDays, NewerNoncurrentVersions }) => ({
              StorageClass,
              ...when("TransitionInDays", NoncurrentDays),
              ...when("NewerNoncurrentVersions", NewerNoncurrentVersions),
            }),
          ),
        }),
  };
}

function when<Name extends string, T>(name: Name, value: T | undefined): { [Key in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: T });
}
