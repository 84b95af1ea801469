// Lifecycle rules on their way in: which S3 takes. Pure.
// AWS: "Lifecycle configuration elements" and "General considerations for transitions" (S3 user guide).

import type {
  LifecycleRule,
  NoncurrentVersionExpiration,
  NoncurrentVersionTransition,
  Transition,
} from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml } from "./errors.ts";
import type { LifecycleRuleRecord, NoncurrentTransitionRecord, TransitionRecord } from "./records.ts";

const DAY_MS = 86_400_000;
/** LIMIT: rules of one bucket. */
const MAX_RULES = 1000;
/** LIMIT: characters of a rule's id. */
const MAX_ID = 255;
/** LIMIT: noncurrent versions that a rule may spare. */
const MAX_NEWER_VERSIONS = 100;
/** AWS: where objects stay for 30 days before they come here. */
const INFREQUENT = ["STANDARD_IA", "ONEZONE_IA"];
const TRANSITION_CLASSES = [...INFREQUENT, "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

/** Reads rules; throws S3's error for those that say nothing or contradict themselves. */
export function parseLifecycle(rules: readonly LifecycleRule[], newId: () => string): readonly LifecycleRuleRecord[] {
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  const records = rules.map((rule) => parseRule(rule, newId));
  const ids = records.map((record) => record.id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined)
    throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", twice);
  return records;
}

function parseRule(rule: LifecycleRule, newId: () => string): LifecycleRuleRecord {
  if (rule.Status !== "Enabled" && rule.Status !== "Disabled") throw malformedXml();
  // AWS: the prefix stands in the rule itself, as it used to, or in a filter.
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw malformedXml();
  if ((rule.ID?.length ?? 0) > MAX_ID)
    throw invalidArgument(`ID length should not exceed allowed limit of ${MAX_ID}`, "ID", rule.ID);
  const { Transitions = [], NoncurrentVersionTransitions = [] } = rule;
  const record: LifecycleRuleRecord = {
    id: rule.ID === undefined || rule.ID === "" ? newId() : rule.ID,
    isEnabled: rule.Status === "Enabled",
    ...(rule.Filter === undefined ? { isOldForm: true } : {}),
    ...parseFilter(rule),
    ...parseExpiration(rule),
    ...(rule.NoncurrentVersionExpiration === undefined ? {} : parseNoncurrent(rule.NoncurrentVersionExpiration)),
    ...(rule.AbortIncompleteMultipartUpload === undefined
      ? {}
      : {
          abortUploadDays: positive(
            rule.AbortIncompleteMultipartUpload.DaysAfterInitiation,
            "DaysAfterInitiation",
            "AbortIncompleteMultipartUpload",
          ),
        }),
    ...(Transitions.length === 0 ? {} : { transitions: Transitions.map(parseTransition) }),
    ...(NoncurrentVersionTransitions.length === 0
      ? {}
      : { noncurrentTransitions: NoncurrentVersionTransitions.map(parseNoncurrentTransition) }),
  };
  checkTogether(record);
  return record;
}

function parseExpiration({ Expiration: given }: LifecycleRule) {
  if (given === undefined) return {};
  const { Days: days, Date: date, ExpiredObjectDeleteMarker: expiresDeleteMarkers } = given;
  if ([days, date, expiresDeleteMarkers].filter((value) => value !== undefined).length !== 1) throw malformedXml();
  if (days !== undefined) return { expirationDays: positive(days, "Days", "Expiration") };
  if (date !== undefined) return { expirationDateMs: midnight(date) };
  return { expiresDeleteMarkers: expiresDeleteMarkers === true };
}

function parseNoncurrent({ NoncurrentDays: days, NewerNoncurrentVersions: newer }: NoncurrentVersionExpiration) {
  const action = "NoncurrentVersionExpiration";
  return {
    noncurrentDays: positive(days, "NoncurrentDays", action),
    ...(newer === undefined ? {} : { newerNoncurrentVersions: newerVersions(newer, action) }),
  };
}

function newerVersions(count: number, action: string): number {
  const name = "NewerNoncurrentVersions";
  if (count > MAX_NEWER_VERSIONS)
    throw invalidArgument(`'${name}' for ${action} action must be less than or equal to 100`, name, count);
  return positive(count, name, action);
}

function parseTransition({ Days: days, Date: date, StorageClass: storageClass }: Transition): TransitionRecord {
  if (storageClass === undefined || !TRANSITION_CLASSES.includes(storageClass)) throw malformedXml();
  if (days !== undefined && date !== undefined) throw malformedXml();
  if (date !== undefined) return { storageClass, dateMs: midnight(date) };
  return { storageClass, days: transitionDays(days ?? 0, "Days", "Transition", storageClass) };
}

function parseNoncurrentTransition(given: NoncurrentVersionTransition): NoncurrentTransitionRecord {
  const { NoncurrentDays: days, StorageClass: storageClass, NewerNoncurrentVersions: newer } = given;
  if (storageClass === undefined || !TRANSITION_CLASSES.includes(storageClass)) throw malformedXml();
  const action = "NoncurrentVersionTransition";
  return {
    storageClass,
    days: transitionDays(days ?? 0, "NoncurrentDays", action, storageClass),
    ...(newer === undefined ? {} : { newerVersions: newerVersions(newer, action) }),
  };
}

/** AWS: the minimum that transitions to the classes for infrequent access need ("General considerations ..."). */
function transitionDays(days: number, name: string, action: string, storageClass: string): number {
  if (days < 0) throw invalidArgument(`'${name}' for ${action} action must be nonnegative integer`, name, days);
  if (INFREQUENT.includes(storageClass) && days < 30)
    throw invalidArgument(
      `'${name}' in ${action} action must be greater than or equal to 30 for storageClass '${storageClass}'`,
      name,
      days,
    );
  return days;
}

function parseFilter({ Filter: filter, Prefix }: LifecycleRule) {
  if (filter === undefined) return Prefix === undefined ? {} : { prefix: Prefix };
  const { And: and, ...alone } = filter;
  const said = Object.values(alone).filter((value) => value !== undefined).length;
  // AWS: one condition stands alone, more of them below And.
  if (said + (and === undefined ? 0 : 1) > 1) throw malformedXml();
  const prefix = filter.Prefix ?? and?.Prefix;
  const given = and?.Tags ?? (filter.Tag === undefined ? [] : [filter.Tag]);
  const above = filter.ObjectSizeGreaterThan ?? and?.ObjectSizeGreaterThan;
  const below = filter.ObjectSizeLessThan ?? and?.ObjectSizeLessThan;
  const parts = [prefix, ...given, above, below].filter((value) => value !== undefined).length;
  if (and !== undefined && parts < 2) throw malformedXml();
  const tags = Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value]));
  if (Object.keys(tags).length < given.length) throw invalidRequest("Duplicate Tag Keys are not allowed.");
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(given.length === 0 ? {} : { tags }),
    ...(above === undefined ? {} : { largerThanBytes: above }),
    ...(below === undefined ? {} : { smallerThanBytes: below }),
  };
}

function positive(days: number | undefined, name: string, action: string): number {
  if (days === undefined) throw malformedXml();
  if (!Number.isInteger(days) || days < 1)
    throw invalidArgument(`'${name}' for ${action} action must be a positive integer`, name, days);
  return days;
}

function midnight(date: Date): number {
  if (date.getTime() % DAY_MS !== 0)
    throw invalidArgument("'Date' must be at midnight GMT", "Date", date.toISOString());
  return date.getTime();
}

/** What the parts of one rule say of each other. */
function checkTogether(record: LifecycleRuleRecord): void {
  const { expirationDays, expirationDateMs, expiresDeleteMarkers, abortUploadDays, transitions = [] } = record;
  const actions = [
    expirationDays,
    expirationDateMs,
    expiresDeleteMarkers,
    record.noncurrentDays,
    abortUploadDays,
    record.transitions,
    record.noncurrentTransitions,
  ];
  if (actions.every((action) => action === undefined))
    throw invalidRequest("At least one action needs to be specified in a rule");
  const { largerThanBytes, smallerThanBytes } = record;
  const bySize = largerThanBytes !== undefined || smallerThanBytes !== undefined;
  for (const [name, value] of [
    ["AbortIncompleteMultipartUpload", abortUploadDays],
    ["ExpiredObjectDeleteMarker", expiresDeleteMarkers],
  ] as const) {
    if (value === undefined) continue;
    if (record.tags !== undefined) throw invalidRequest(`${name} cannot be specified with Tags.`);
    if (bySize) throw invalidRequest(`${name} cannot be specified with Object Size.`);
  }
  if (largerThanBytes !== undefined && smallerThanBytes !== undefined && largerThanBytes >= smallerThanBytes)
    throw invalidRequest("'ObjectSizeGreaterThan' has to be a value less than 'ObjectSizeLessThan'.");
  checkTransitions(record, transitions);
}

function checkTransitions(
  { prefix = "", expirationDays, expirationDateMs }: LifecycleRuleRecord,
  transitions: readonly TransitionRecord[],
): void {
  const filter = `'(prefix=${prefix})'`;
  const classes = transitions.map(({ storageClass }) => storageClass);
  if (new Set(classes).size < classes.length)
    throw invalidRequest(
      `'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter ${filter}`,
    );
  const hasDates = expirationDateMs !== undefined || transitions.some(({ dateMs }) => dateMs !== undefined);
  const hasDays = expirationDays !== undefined || transitions.some(({ days }) => days !== undefined);
  if (hasDates && hasDays && transitions.length > 0)
    throw invalidRequest(
      `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter ${filter}`,
    );
  if (expirationDays !== undefined && transitions.some(({ days = 0 }) => days >= expirationDays))
    throw invalidArgument(
      `'Days' in the Expiration action for filter ${filter} must be greater than 'Days' in the Transition action`,
      "Days",
      expirationDays,
    );
  if (expirationDateMs !== undefined && transitions.some(({ dateMs = 0 }) => dateMs >= expirationDateMs))
    throw invalidArgument(
      `'Date' in the Expiration action for filter ${filter} must be later than 'Date' in the Transition action`,
      "Date",
      new Date(expirationDateMs).toISOString(),
    );
}
