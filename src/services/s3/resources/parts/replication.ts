// ReplicationConfiguration.

import type { ReplicationRule } from "@aws-sdk/client-s3";
import { field, list, number, text } from "../template-values.ts";
import { ifThere } from "./if-there.ts";
import type { BucketPart } from "./part.ts";

export const replication: BucketPart = {
  property: "ReplicationConfiguration",
  put: (value, { s3, Bucket }) =>
    s3.putBucketReplication({
      Bucket,
      ReplicationConfiguration: { Role: text(value, "Role"), Rules: list(field(value, "Rules")).map(toRule) },
    }),
  reset: ({ s3, Bucket }) => s3.deleteBucketReplication({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await ifThere("ReplicationConfigurationNotFoundError", () => s3.getBucketReplication({ Bucket }));
    const configuration = found?.ReplicationConfiguration;
    if (configuration === undefined) return undefined;
    return { Role: configuration.Role, Rules: (configuration.Rules ?? []).map(fromRule) };
  },
};

function tagsIn(value: unknown, name: string): { Key: string; Value: string }[] {
  return list(field(value, name)).map((tag) => ({ Key: text(tag, "Key"), Value: text(tag, "Value") }));
}

function toRule(rule: unknown): ReplicationRule {
  const filter = field(rule, "Filter");
  const and = field(filter, "And");
  const tag = field(filter, "TagFilter");
  const priority = number(rule, "Priority");
  const destination = field(rule, "Destination");
  const markers = field(rule, "DeleteMarkerReplication");
  return {
    ...textOf(rule, "Id", "ID"),
    ...textOf(rule, "Prefix", "Prefix"),
    Status: text(rule, "Status") as "Enabled",
    ...(priority === undefined ? {} : { Priority: priority }),
    ...(markers === undefined ? {} : { DeleteMarkerReplication: { Status: text(markers, "Status") as "Enabled" } }),
    ...(filter === undefined
      ? {}
      : {
          Filter: {
            ...textOf(filter, "Prefix", "Prefix"),
            ...(tag === undefined ? {} : { Tag: { Key: text(tag, "Key"), Value: text(tag, "Value") } }),
            ...(and === undefined
              ? {}
              : { And: { ...textOf(and, "Prefix", "Prefix"), Tags: tagsIn(and, "TagFilters") } }),
          },
        }),
    // What replicas cannot be here is refused by S3 itself, by name.
    ...given(rule, "SourceSelectionCriteria"),
    Destination: {
      Bucket: text(destination, "Bucket"),
      ...textOf(destination, "Account", "Account"),
      ...textOf(destination, "StorageClass", "StorageClass"),
      ...given(destination, "AccessControlTranslation"),
      ...given(destination, "EncryptionConfiguration"),
      ...given(destination, "Metrics"),
      ...given(destination, "ReplicationTime"),
    },
  };
}

function fromRule(rule: ReplicationRule): Record<string, unknown> {
  const { ID, Filter, Prefix, Priority, Status, DeleteMarkerReplication, Destination } = rule;
  return {
    Id: ID,
    Status,
    ...(Prefix === undefined ? {} : { Prefix }),
    ...(Priority === undefined ? {} : { Priority }),
    ...(DeleteMarkerReplication === undefined ? {} : { DeleteMarkerReplication }),
    ...(Filter === undefined
      ? {}
      : {
          Filter: {
            ...(Filter.Prefix === undefined ? {} : { Prefix: Filter.Prefix }),
            ...(Filter.Tag === undefined ? {} : { TagFilter: Filter.Tag }),
            ...(Filter.And === undefined
              ? {}
              : {
                  And: {
                    ...(Filter.And.Prefix === undefined ? {} : { Prefix: Filter.And.Prefix }),
                    TagFilters: Filter.And.Tags,
                  },
                }),
          },
        }),
    Destination,
  };
}

/** A member as text under another name; nothing where there is none. */
function textOf(value: unknown, name: string, as: string): Record<string, never> {
  return field(value, name) === undefined ? {} : ({ [as]: text(value, name) } as Record<string, never>);
}

function given(value: unknown, name: string): Record<string, never> {
  const found = field(value, name);
  return found === undefined ? {} : ({ [name]: found } as Record<string, never>);
}
