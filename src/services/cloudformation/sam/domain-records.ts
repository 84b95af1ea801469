// Route53 of a SAM API's Domain: the alias records that lead the domain's name to API Gateway. APIs of the same zone share a group of records.

import { isRecord } from "../template/values.ts";
import { idHash, pick, SamError } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";

/** Adds the records to the draft; `target` is where AWS has the domain: HostedZoneId and DNSName. */
export function addDomainRecords(draft: Draft, attributes: Values, domain: Values, target: Values): void {
  const { DomainName: name, Route53: route53 } = domain;
  if (route53 === undefined) return;
  if (!isRecord(route53)) throw new SamError("Property 'Domain.Route53' should be a map.", domain, "Route53");
  const { HostedZoneId: zoneId, HostedZoneName: zoneName, SeparateRecordSetGroup: isSeparate = false } = route53;
  if (zoneId === undefined && zoneName === undefined)
    throw new SamError("HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.");
  if (typeof isSeparate !== "boolean")
    throw new SamError("Property 'Domain.Route53.SeparateRecordSetGroup' should be a boolean.", route53);
  const recordSet = {
    Name: name,
    AliasTarget: { ...pick(route53, ["EvaluateTargetHealth"]), ...target },
    ...pick(route53, ["Region", "SetIdentifier"]),
  };
  // AWS: the records are of type A, and with IpV6 of type AAAA as well.
  const types = route53["IpV6"] === true ? ["A", "AAAA"] : ["A"];
  const recordSets = types.map((Type) => ({ ...recordSet, Type }));
  const zone = zoneId ?? zoneName;
  const groupId = `RecordSetGroup${idHash(isSeparate ? [zone, name] : zone)}`;
  draft.add(groupId, "AWS::Route53::RecordSetGroup", attributes, {
    ...(zoneId === undefined ? { HostedZoneName: zoneName } : { HostedZoneId: zoneId }),
    RecordSets: [...recordSetsOf(draft.resources.get(groupId)), ...recordSets],
  });
}

function recordSetsOf(group: unknown): readonly unknown[] {
  const { Properties: properties } = isRecord(group) ? group : {};
  const { RecordSets: recordSets } = isRecord(properties) ? properties : {};
  return Array.isArray(recordSets) ? recordSets : [];
}
