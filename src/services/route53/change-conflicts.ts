// How a record set stands to the rest of its zone, in the words of InvalidChangeBatch. What is marked was recorded in public reports; the rest
// is worded alike.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { isInServiceZone, isServiceZone } from "./alias-targets.ts";
import { liesIn } from "./names.ts";
import { describeSet, routingOf, type Routing } from "./record-sets.ts";
import type { RecordSet, ZoneRecord } from "./records.ts";
import { recordSetsAt } from "./repo.ts";

type Owner = Pick<Scope, "account">;

const WORDS: Readonly<Record<Routing, string>> = {
  Weight: "weighted",
  Region: "latency",
  Failover: "failover",
  GeoLocation: "geolocation",
  MultiValueAnswer: "multivalue answer",
};

/** What is wrong with where the set is: the zone, its apex, other types of the same name, and where its alias points. */
export function placeProblems(tx: ReadTx, owner: Owner, zone: ZoneRecord, set: RecordSet): readonly string[] {
  const { Name: name, Type: type } = set;
  // AWS: recorded.
  if (!liesIn(name, zone.name)) return [`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`];
  const problems: string[] = [];
  const isApex = name === zone.name;
  // AWS: recorded.
  if (type === "CNAME" && isApex)
    problems.push(`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`);
  if (type === "SOA" && !isApex)
    problems.push(`RRSet of type SOA with DNS name ${name} is only permitted at apex in zone ${zone.name}`);
  if (type === "DS" && isApex)
    problems.push(`RRSet of type DS with DNS name ${name} is not permitted at apex in zone ${zone.name}`);
  const others = new Set(recordSetsAt(tx, owner, zone.id, name).map((each) => each.Type));
  others.delete(type);
  // AWS: recorded, both.
  if (type === "CNAME" && others.size > 0 && !isApex)
    problems.push(
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    );
  if (others.has("CNAME"))
    problems.push(
      `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`,
    );
  return [...problems, ...aliasProblems(tx, owner, zone, set)];
}

/** AWS: recorded. An alias leads to a name of AWS's in that service's zone, or to a record of the same zone and type. */
function aliasProblems(tx: ReadTx, owner: Owner, zone: ZoneRecord, set: RecordSet): readonly string[] {
  const { AliasTarget: target, Type: type } = set;
  if (target === undefined) return [];
  const { DNSName: name, HostedZoneId: zoneId } = target;
  const tried = `Tried to create an alias that targets ${name}, type ${type} in zone ${zoneId}, but`;
  const outside = `${tried} the alias target name does not lie within the target zone`;
  const missing = `${tried} that target was not found`;
  if (isServiceZone(zoneId)) {
    if (!isInServiceZone(name, zoneId)) return [outside, missing];
    return type === "A" || type === "AAAA" ? [] : [missing];
  }
  // Nothing of what other zones of AWS name, load balancers say, is here.
  if (zoneId !== zone.id) return [missing];
  if (!liesIn(name, zone.name)) return [outside, missing];
  return recordSetsAt(tx, owner, zone.id, name, type).length === 0 ? [missing] : [];
}

/** What is wrong with the set beside others of its name and type. */
export function groupProblems(tx: ReadTx, owner: Owner, zone: ZoneRecord, set: RecordSet): readonly string[] {
  const others = recordSetsAt(tx, owner, zone.id, set.Name, set.Type).filter(
    ({ SetIdentifier }) => SetIdentifier !== set.SetIdentifier,
  );
  const routing = routingOf(set);
  if (others.length === 0) return [];
  // AWS: recorded.
  if (routing === undefined)
    return [`${describeSet(set)} cannot be created as other RRSets exist with the same name and type.`];
  if (others.some((other) => routingOf(other) !== routing))
    return [
      `${describeSet(set)} cannot be created because a non ${WORDS[routing]} rrset exists with the same name and type.`,
    ];
  if (routing === "Region" && others.some(({ Region }) => Region === set.Region))
    return [
      `${describeSet(set)}, and Region Name=${set.Region} cannot be created because a latency RRSet with the same name, type and region already exists.`,
    ];
  if (routing === "Failover" && others.some(({ Failover }) => Failover === set.Failover))
    return [
      `${describeSet(set)} cannot be created because a ${set.Failover?.toLowerCase()} failover RRSet with the same name and type already exists.`,
    ];
  if (routing === "GeoLocation" && others.some(({ GeoLocation }) => isSamePlace(GeoLocation, set.GeoLocation)))
    return [
      `${describeSet(set)} cannot be created because a geolocation RRSet with the same name, type and location already exists.`,
    ];
  return [];
}

function isSamePlace(one: RecordSet["GeoLocation"], other: RecordSet["GeoLocation"]): boolean {
  return (
    one?.ContinentCode === other?.ContinentCode &&
    one?.CountryCode === other?.CountryCode &&
    one?.SubdivisionCode === other?.SubdivisionCode
  );
}
