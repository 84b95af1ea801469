// Hosted zones: made, found, shown. Ids come and go with or without "/hostedzone/" in front.

import type { HostedZone } from "@aws-sdk/client-route-53";
import type { Principal } from "../../iam/principal.ts";
import type { Random } from "../../kernel/random.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { noSuchHostedZone, notYours } from "./errors.ts";
import type { ZoneRecord } from "./records.ts";
import { addZone, loadZone, saveRecordSet, zoneOwner } from "./repo.ts";

/** "Z123" of "/hostedzone/Z123" and of "Z123". */
export const bareId = (id: string): string => id.replace(/^\/?[a-z]+\//, "");

interface Caller extends Pick<Scope, "account"> {
  readonly principal: Principal;
}

/** A zone of the caller's account. AWS: zones of others are told from those that are not there. */
export function requireZone(tx: ReadTx, caller: Caller, givenId: string): ZoneRecord {
  const id = bareId(givenId);
  const zone = loadZone(tx, caller, id);
  if (zone !== undefined) return zone;
  if (zoneOwner(tx, id) !== undefined) throw notYours("arn" in caller.principal ? caller.principal.arn : "anonymous");
  throw noSuchHostedZone(id);
}

/** The shape in which operations give a zone. */
export function zoneShape(zone: ZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { ...(zone.comment !== undefined && { Comment: zone.comment }), PrivateZone: false },
    ResourceRecordSetCount: zone.recordSetCount,
  };
}

/** The name servers that a zone's owner would give his registrar. They are names only: the yard's own server answers for all of them. */
export const delegationSet = ({ nameServers }: ZoneRecord): { NameServers: string[] } => ({
  NameServers: [...nameServers],
});

/** AWS: "NS and SOA records that Amazon Route 53 creates for a public hosted zone" (developer guide): four servers below four top-level domains. */
export function newNameServers(random: Random): readonly string[] {
  return ["com", "net", "org", "co.uk"].map((domain, index) => {
    const within = random.integer(512);
    const number = index * 512 + within;
    return `ns-${number}.awsdns-${String(Math.floor(within / 8)).padStart(2, "0")}.${domain}`;
  });
}

/** Keeps a new zone with the two record sets that AWS gives it. */
export function createZone(tx: WriteTx, owner: Pick<Scope, "account">, zone: ZoneRecord): void {
  addZone(tx, owner, zone);
  const [first = ""] = zone.nameServers;
  saveRecordSet(tx, owner, zone.id, {
    Name: zone.name,
    Type: "NS",
    TTL: 172_800,
    ResourceRecords: zone.nameServers.map((server) => ({ Value: `${server}.` })),
  });
  saveRecordSet(tx, owner, zone.id, {
    Name: zone.name,
    Type: "SOA",
    TTL: 900,
    ResourceRecords: [{ Value: `${first}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` }],
  });
}
