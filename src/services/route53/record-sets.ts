// Record sets as they are given: brought into the API's form and checked one by one, as far as that needs nothing else. Pure.

import type { Change } from "@aws-sdk/client-route-53";
import type { Present } from "../../service/apis.ts";
import { isServedType, parseRecordData } from "./rdata/record-data.ts";
import { invalidInput, notImplemented } from "./errors.ts";
import { canonicalName, NameProblem } from "./names.ts";
import type { RecordSet } from "./records.ts";

export type GivenChange = Present<Change>;

const ROUTINGS = ["Weight", "Region", "Failover", "GeoLocation", "MultiValueAnswer"] as const;
export type Routing = (typeof ROUTINGS)[number];

/** What of a record set is not served here, by member. */
const UNSERVED = {
  TrafficPolicyInstanceId: "Traffic policies",
  CidrRoutingConfig: "IP-based routing",
  GeoProximityLocation: "Geoproximity routing",
} as const;

/** How a record set is routed; undefined for a simple one. */
export function routingOf(set: RecordSet): Routing | undefined {
  return ROUTINGS.find((member) => isGiven(set, member));
}

function isGiven(set: RecordSet, member: Routing): boolean {
  const value = set[member];
  return value !== undefined && value !== false;
}

/** Throws InvalidInput for what a change lacks or has too much of, and 501 for what is not served. */
export function requireWellFormed(change: GivenChange): void {
  const set = change.ResourceRecordSet;
  for (const [member, what] of Object.entries(UNSERVED))
    if (set[member as keyof typeof UNSERVED] !== undefined) throw notImplemented(what);
  if (!isServedType(set.Type)) throw notImplemented(`The record type ${set.Type}`);
  const where = `in Change with [Action=${change.Action}, Name=${set.Name}, Type=${set.Type}, SetIdentifier=${set.SetIdentifier ?? "null"}]`;
  // AWS: recorded in public reports.
  const isRecords = set.TTL !== undefined && set.ResourceRecords !== undefined;
  const hasPart = set.TTL !== undefined || set.ResourceRecords !== undefined;
  if (set.AliasTarget === undefined ? !isRecords : hasPart)
    throw invalidInput(
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${set.AliasTarget === undefined ? "none" : "more than one"} ${where}`,
    );
  const routings = ROUTINGS.filter((member) => isGiven(set, member));
  if (routings.length > 0 && set.SetIdentifier === undefined)
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  if (set.SetIdentifier !== undefined && routings.length !== 1)
    throw invalidInput(
      `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found ${routings.length === 0 ? "none" : "more than one"} ${where}`,
    );
}

/** The set with its names in the API's form. Throws NameProblem. */
export function canonicalSet(set: RecordSet): RecordSet {
  const { AliasTarget: alias, ResourceRecords: records, MultiValueAnswer: multi, ...rest } = set;
  return {
    ...rest,
    Name: canonicalName(set.Name),
    ...(multi === true && { MultiValueAnswer: multi }),
    ...(records !== undefined && { ResourceRecords: records.map(({ Value }) => ({ Value })) }),
    ...(alias !== undefined && { AliasTarget: { ...alias, DNSName: canonicalName(alias.DNSName) } }),
  };
}

/** What is wrong with the set by itself, in the words of InvalidChangeBatch. */
export function problemsOfSet(set: RecordSet): readonly string[] {
  return [...problemsOfValues(set), ...problemsOfRouting(set)];
}

function problemsOfValues({ Type: type, ResourceRecords: records = [], Name: name }: RecordSet): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { Value: value } of records) {
    try {
      parseRecordData(type, value);
    } catch (error) {
      if (!(error instanceof NameProblem)) throw error;
      // AWS: recorded in public reports.
      problems.push(`Invalid Resource Record: '${error.message}'`);
    }
    if (seen.has(value)) problems.push(`Duplicate Resource Record: '${value}'`);
    seen.add(value);
  }
  if ((type === "CNAME" || type === "SOA") && records.length > 1)
    problems.push(`RRSet of type ${type} with DNS name ${name} must have exactly one resource record.`);
  return problems;
}

/** AWS: ResourceRecordSet (API reference): which routing which types can have. */
function problemsOfRouting(set: RecordSet): readonly string[] {
  const problems: string[] = [];
  const { Type: type, Name: name, AliasTarget: alias } = set;
  const routing = routingOf(set);
  if (alias !== undefined && (type === "NS" || type === "SOA"))
    problems.push(`An alias record of type ${type} with DNS name ${name} is not permitted.`);
  if (routing !== undefined && (type === "NS" || type === "SOA"))
    problems.push(`RRSet of type ${type} with DNS name ${name} can only have simple routing.`);
  if (routing === "MultiValueAnswer" && (type === "CNAME" || alias !== undefined))
    problems.push(
      `${describeSet(set)} is not permitted: multivalue answer record sets can neither be aliases nor of type ${type}.`,
    );
  if (type === "NS" && name.startsWith("\\052."))
    problems.push(`RRSet of type NS with DNS name ${name} is not permitted: it has a wildcard.`);
  return problems;
}

/** AWS: how InvalidChangeBatch names a set, recorded in public reports. */
export function describeSet({ Name: name, Type: type, SetIdentifier: identifier }: RecordSet): string {
  return `RRSet with DNS name ${name}, type ${type}${identifier === undefined ? "" : `, SetIdentifier ${identifier}`}`;
}

/** Whether two sets, both in the API's form, say the same; the order of values does not matter. */
export function isSameSet(one: RecordSet, other: RecordSet): boolean {
  return comparable(one) === comparable(other);
}

function comparable({ ResourceRecords: records, ...rest }: RecordSet): string {
  const values = records?.map(({ Value }) => Value).sort();
  return JSON.stringify(sorted({ ...rest, values }));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]));
}
