// CreateHostedZone: a public zone with its SOA and NS record sets.

import type { CreateHostedZoneCommandInput, CreateHostedZoneCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { ALPHABET } from "../../../kernel/ids.ts";
import { changeShape, recordChange } from "../changes.ts";
import {
  hostedZoneAlreadyExists,
  invalidDomainName,
  noSuchDelegationSet,
  notImplemented,
  tooManyHostedZones,
} from "../errors.ts";
import { requireName } from "../names.ts";
import { MOST_ZONES } from "../quotas.ts";
import type { ZoneRecord } from "../records.ts";
import { isZoneReferenceUsed, listZones } from "../repo.ts";
import { bareId, createZone, delegationSet, newNameServers, zoneShape } from "../zones.ts";

export const createHostedZone = defineOperation<Input<CreateHostedZoneCommandInput>, CreateHostedZoneCommandOutput>(
  "CreateHostedZone",
  (input, context) => {
    if (input.VPC !== undefined || input.HostedZoneConfig?.PrivateZone === true)
      throw notImplemented("A private hosted zone: there are no VPCs");
    if (input.DelegationSetId !== undefined) throw noSuchDelegationSet(bareId(input.DelegationSetId));
    const comment = input.HostedZoneConfig?.Comment;
    const zone: ZoneRecord = {
      v: 1,
      id: `Z${context.random.text(19, ALPHABET.upperAlphanumeric)}`,
      name: zoneName(input.Name),
      callerReference: input.CallerReference,
      ...(comment !== undefined && comment !== "" && { comment }),
      nameServers: newNameServers(context.random),
      createdAtMs: context.clock.nowMs(),
      recordSetCount: 2,
      tags: {},
    };
    const change = context.store.write((tx) => {
      if (isZoneReferenceUsed(tx, context, zone.callerReference)) throw hostedZoneAlreadyExists();
      if ([...listZones(tx, context)].length >= MOST_ZONES) throw tooManyHostedZones(MOST_ZONES);
      createZone(tx, context, zone);
      return recordChange(tx, context);
    });
    return {
      HostedZone: zoneShape(zone),
      ChangeInfo: changeShape(change),
      DelegationSet: delegationSet(zone),
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  },
);

/** DEVIATION: AWS refuses example.com and its like, which its customers cannot have; here nobody has a name but the yard. */
function zoneName(given: string): string {
  const name = requireName(given, invalidDomainName);
  // AWS: CreateHostedZone: a top-level domain is no zone of yours.
  if (!name.slice(0, -1).includes(".")) throw invalidDomainName(`The name ${given} is a top-level domain`);
  return name;
}
