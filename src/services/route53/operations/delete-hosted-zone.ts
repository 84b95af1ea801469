// DeleteHostedZone: a zone that has nothing but its SOA and NS record sets.

import type { DeleteHostedZoneCommandInput, DeleteHostedZoneCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeShape, recordChange } from "../changes.ts";
import { hostedZoneNotEmpty } from "../errors.ts";
import { listRecordSets, removeZone } from "../repo.ts";
import { requireZone } from "../zones.ts";

export const deleteHostedZone = defineOperation<Input<DeleteHostedZoneCommandInput>, DeleteHostedZoneCommandOutput>(
  "DeleteHostedZone",
  (input, context) => {
    const change = context.store.write((tx) => {
      const zone = requireZone(tx, context, input.Id);
      for (const set of listRecordSets(tx, context, zone.id))
        if (set.Name !== zone.name || (set.Type !== "NS" && set.Type !== "SOA")) throw hostedZoneNotEmpty();
      removeZone(tx, context, zone);
      return recordChange(tx, context);
    });
    return { ChangeInfo: changeShape(change) };
  },
);
