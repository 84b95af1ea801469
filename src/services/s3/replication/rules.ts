// Replication rules: which S3 takes, and where a version goes by them. Pure.
// AWS: "Replication configuration file elements" (S3 user guide).

import type { ReplicationConfiguration, ReplicationRule } from "@aws-sdk/client-s3";
import { bucketOfArn } from "../bucket-name.ts";
import { invalidArgument, invalidRequest, malformedXml, notImplemented } from "../errors.ts";
import { isStorageClass } from "../object-headers.ts";
import type { ReplicationRecord, ReplicationRuleRecord, Tags } from "../records.ts";

/** LIMIT: rules of one bucket. */
const MAX_RULES = 1000;

/** Reads a configuration; throws S3's refusals, and 501 for what replicas cannot be here. */
export function parseReplication(configuration: ReplicationConfiguration, newId: () => string): ReplicationRecord {
  const { Role: roleArn = "", Rules: rules = [] } = configuration;
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  if (!isRoleArn(roleArn)) throw invalidArgument("Invalid Role ARN", "Role", roleArn);
  const records = rules.map((rule) => parseRule(rule, newId));
  if (new Set(records.map(({ id }) => id)).size < records.length)
    throw invalidRequest("Rule ID must be unique. Found same ID for more than one rule");
  const priorities = records.flatMap(({ priority }) => priority ?? []);
  const twice = priorities.find((priority, index) => priorities.indexOf(priority) < index);
  if (twice !== undefined) throw invalidRequest(`Found duplicate priority ${twice}. Priority must be unique`);
  return { roleArn, rules: records };
}

/** True for a role's name. */
export function isRoleArn(text: string | undefined): text is string {
  return text !== undefined && /^arn:aws:iam::\d{12}:role\/.+$/.test(text);
}

function parseRule(rule: ReplicationRule, newId: () => string): ReplicationRuleRecord {
  const { Destination: destination, Filter: filter, Status, DeleteMarkerReplication: markers, Priority } = rule;
  if (Status !== "Enabled" && Status !== "Disabled") throw malformedXml();
  const bucketName = bucketOfArn(destination?.Bucket ?? "");
  if (destination === undefined || bucketName === undefined) throw malformedXml();
  refuseUnserved(rule);
  const isNewForm = filter !== undefined;
  // AWS: rules with a filter say of themselves how they rank and what becomes of delete markers.
  if (isNewForm && Priority === undefined)
    throw invalidRequest(
      "Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information",
    );
  if (isNewForm && markers?.Status === undefined)
    throw invalidRequest(
      "DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information",
    );
  const { And: and } = filter ?? {};
  const given = and?.Tags ?? (filter?.Tag === undefined ? [] : [filter.Tag]);
  if (given.length > 0 && markers?.Status === "Enabled")
    throw invalidRequest(
      "Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.",
    );
  const { StorageClass: storageClass } = destination;
  if (storageClass !== undefined && !isStorageClass(storageClass)) throw malformedXml();
  const prefix = rule.Prefix ?? filter?.Prefix ?? and?.Prefix;
  return {
    id: rule.ID === undefined || rule.ID === "" ? newId() : rule.ID,
    isEnabled: Status === "Enabled",
    bucketName,
    ...(isNewForm ? {} : { isOldForm: true }),
    ...(Priority === undefined ? {} : { priority: Priority }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(given.length === 0 ? {} : { tags: Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value])) }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(destination.Account === undefined ? {} : { account: destination.Account }),
    // AWS: the old form replicates delete markers.
    replicatesMarkers: isNewForm ? markers?.Status === "Enabled" : true,
  };
}

function refuseUnserved({
  Destination: destination,
  SourceSelectionCriteria,
  ExistingObjectReplication,
}: ReplicationRule) {
  const missing = [
    ["AccessControlTranslation", destination?.AccessControlTranslation],
    ["EncryptionConfiguration", destination?.EncryptionConfiguration],
    ["ReplicationTime", destination?.ReplicationTime],
    ["Metrics", destination?.Metrics],
    ["SourceSelectionCriteria", SourceSelectionCriteria],
    ["ExistingObjectReplication", ExistingObjectReplication],
  ] as const;
  const [first] = missing.find(([, value]) => value !== undefined) ?? [];
  if (first !== undefined) throw notImplemented(first, `Replication with ${first} is not implemented.`);
}

/** The configuration as GetBucketReplication shows it. */
export function formatReplication({ roleArn, rules }: ReplicationRecord): ReplicationConfiguration {
  return {
    Role: roleArn,
    Rules: rules.map(
      ({ id, isEnabled, isOldForm, priority, prefix, tags, bucketName, storageClass, account, ...rule }) => {
        const Tags = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
        const named = prefix === undefined ? {} : { Prefix: prefix };
        const Filter =
          Tags.length + Object.keys(named).length > 1
            ? { And: { ...named, Tags } }
            : Tags[0] === undefined
              ? named
              : { Tag: Tags[0] };
        return {
          ID: id,
          Status: isEnabled ? "Enabled" : "Disabled",
          ...(priority === undefined ? {} : { Priority: priority }),
          ...(isOldForm === true ? { Prefix: prefix ?? "" } : { Filter }),
          ...(isOldForm === true
            ? {}
            : { DeleteMarkerReplication: { Status: rule.replicatesMarkers ? "Enabled" : "Disabled" } }),
          Destination: {
            Bucket: `arn:aws:s3:::${bucketName}`,
            ...(account === undefined ? {} : { Account: account }),
            ...(storageClass === undefined ? {} : { StorageClass: storageClass as "STANDARD" }),
          },
        };
      },
    ),
  };
}

/** The rules by which a version goes somewhere, one a destination: that of the highest priority. `tags` of an object only. */
export function rulesFor(
  replication: ReplicationRecord | undefined,
  key: string,
  tags: Tags | "delete-marker",
): readonly ReplicationRuleRecord[] {
  const matching = (replication?.rules ?? [])
    .filter((rule) => rule.isEnabled && key.startsWith(rule.prefix ?? ""))
    .filter((rule) =>
      tags === "delete-marker"
        ? rule.replicatesMarkers
        : Object.entries(rule.tags ?? {}).every(([name, value]) => tags[name] === value),
    )
    .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  return matching.filter((rule, index) => matching.findIndex((each) => each.bucketName === rule.bucketName) === index);
}
