// Record sets as templates have them, and as the API does: what RecordSet and RecordSetGroup share.

import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { canonicalName } from "../names.ts";
import { canonicalSet, isSameSet } from "../record-sets.ts";
import type { RecordSet } from "../records.ts";
import { bareId } from "../zones.ts";

/** A record set's members in a template, but for its zone. */
export const RECORD_PROPERTIES = [
  "AliasTarget",
  "Failover",
  "GeoLocation",
  "HealthCheckId",
  "MultiValueAnswer",
  "Name",
  "Region",
  "ResourceRecords",
  "SetIdentifier",
  "TTL",
  "Type",
  "Weight",
] as const;

/** Members that the API refuses by name: it is asked, so that they are not dropped. */
const REFUSED = ["CidrRoutingConfig", "GeoProximityLocation"] as const;

/** The zone that the properties name, by its id or its name. */
export async function zoneIdOf(properties: Properties, { aws }: Pick<ResourceContext, "aws">): Promise<string> {
  const id = properties["HostedZoneId"];
  const name = properties["HostedZoneName"];
  // AWS: recorded in public reports.
  if ((id === undefined) === (name === undefined))
    throw new AwsError({
      code: "InvalidRequest",
      message: "Exactly one of HostedZoneId and HostedZoneName must be specified",
    });
  if (typeof id === "string") return bareId(id);
  const wanted = canonicalName(String(name));
  const { HostedZones: found } = await aws.route53.listHostedZonesByName({ DNSName: wanted });
  const zones = found.filter((zone) => zone.Name === wanted);
  const [only] = zones;
  if (only === undefined || zones.length > 1)
    throw new AwsError({
      code: only === undefined ? "NoSuchHostedZone" : "InvalidRequest",
      message: `${only === undefined ? "No" : "More than one"} hosted zone named ${wanted} found.`,
    });
  return bareId(only.Id);
}

/** The API's form of a template's record set. */
function encodeRecordSet(properties: Properties): ResourceRecordSet {
  const { ResourceRecords: records, TTL: ttl, AliasTarget: alias } = properties;
  const rest = [...RECORD_PROPERTIES, ...REFUSED]
    .filter((name) => !["ResourceRecords", "TTL", "AliasTarget"].includes(name))
    .flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]] as const]));
  const set = {
    ...Object.fromEntries(rest),
    ...(ttl !== undefined && { TTL: Number(ttl) }),
    ...(Array.isArray(records) && { ResourceRecords: records.map((Value) => ({ Value: String(Value) })) }),
    ...(typeof alias === "object" && alias !== null && { AliasTarget: { EvaluateTargetHealth: false, ...alias } }),
  };
  // The template's schema has the same members as the API's.
  return set as ResourceRecordSet;
}

/** The template's form of a live record set, spelled as `known` has it where that means the same. */
export function decodeRecordSet(live: RecordSet, known: Properties): Properties {
  const written = canonicalSet(encodeRecordSet(known) as RecordSet);
  const { ResourceRecords: records, TTL: ttl, AliasTarget: alias, ...rest } = live;
  return {
    ...rest,
    Name: written.Name === live.Name ? known["Name"] : live.Name,
    ...(ttl !== undefined && { TTL: String(ttl) }),
    ...(records !== undefined && { ResourceRecords: records.map(({ Value }) => Value) }),
    ...(alias !== undefined && {
      AliasTarget: JSON.stringify(written.AliasTarget) === JSON.stringify(alias) ? known["AliasTarget"] : { ...alias },
    }),
  };
}

/** The live record set of the properties' name, type and identifier. */
export async function findRecordSet(
  { aws }: Pick<ResourceContext, "aws">,
  zoneId: string,
  properties: Properties,
): Promise<RecordSet | undefined> {
  const { Name, Type, SetIdentifier } = canonicalSet(encodeRecordSet(properties) as RecordSet);
  const answer = await ifZoneIsThere(() =>
    aws.route53.listResourceRecordSets({
      HostedZoneId: zoneId,
      StartRecordName: Name,
      StartRecordType: Type,
      ...(SetIdentifier !== undefined && { StartRecordIdentifier: SetIdentifier }),
      MaxItems: 1,
    }),
  );
  const found = answer?.ResourceRecordSets[0];
  return found?.Name === Name && found.Type === Type && found.SetIdentifier === SetIdentifier ? found : undefined;
}

/** Creates record sets; those that an interrupted run of this step left are taken over. */
export async function createRecordSets(
  context: ResourceContext,
  zoneId: string,
  sets: readonly Properties[],
): Promise<void> {
  const missing: Properties[] = [];
  for (const properties of sets) {
    const live = await findRecordSet(context, zoneId, properties);
    const isOwn = live !== undefined && isSameSet(live, canonicalSet(encodeRecordSet(properties) as RecordSet));
    if (!isOwn) missing.push(properties);
  }
  await change(
    context,
    zoneId,
    missing.map((properties) => ({ Action: "CREATE", ResourceRecordSet: encodeRecordSet(properties) })),
  );
}

/** Brings the record sets of a zone from `previous` to `properties`, in one batch. */
export async function updateRecordSets(
  context: ResourceContext,
  zoneId: string,
  sets: readonly Properties[],
  previous: readonly Properties[],
): Promise<void> {
  const kept = new Set(sets.map(placeOf));
  const gone = await live(
    context,
    zoneId,
    previous.filter((properties) => !kept.has(placeOf(properties))),
  );
  await change(context, zoneId, [
    ...gone.map((set): Change => ({ Action: "DELETE", ResourceRecordSet: set })),
    ...sets.map((properties): Change => ({ Action: "UPSERT", ResourceRecordSet: encodeRecordSet(properties) })),
  ]);
}

/** Deletes what is there of the record sets. */
export async function deleteRecordSets(
  context: ResourceContext,
  zoneId: string,
  sets: readonly Properties[],
): Promise<void> {
  const found = await live(context, zoneId, sets);
  await change(
    context,
    zoneId,
    found.map((set) => ({ Action: "DELETE", ResourceRecordSet: set })),
  );
}

async function live(context: ResourceContext, zoneId: string, sets: readonly Properties[]): Promise<RecordSet[]> {
  const found: RecordSet[] = [];
  for (const properties of sets) {
    const set = await findRecordSet(context, zoneId, properties);
    if (set !== undefined) found.push(set);
  }
  return found;
}

async function change({ aws }: ResourceContext, zoneId: string, Changes: Change[]): Promise<void> {
  if (Changes.length > 0)
    await aws.route53.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes } });
}

function placeOf(properties: Properties): string {
  const { Name, Type, SetIdentifier } = properties;
  return JSON.stringify([canonicalName(String(Name)), Type, SetIdentifier]);
}

/** The answer, or undefined if the zone is not there. */
export async function ifZoneIsThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchHostedZone") return undefined;
    throw error;
  }
}
