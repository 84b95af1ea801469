// ChangeResourceRecordSets: a batch of changes, all of which are made or none.

import type {
  ChangeResourceRecordSetsCommandInput,
  ChangeResourceRecordSetsCommandOutput,
} from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { applyChanges } from "../change-batch.ts";
import { changeShape, recordChange } from "../changes.ts";
import { requireZone } from "../zones.ts";

export const changeResourceRecordSets = defineOperation<
  Input<ChangeResourceRecordSetsCommandInput>,
  ChangeResourceRecordSetsCommandOutput
>("ChangeResourceRecordSets", (input, context) => {
  const { Changes: changes, Comment: comment } = input.ChangeBatch;
  const change = context.store.write((tx) => {
    applyChanges(tx, context, requireZone(tx, context, input.HostedZoneId), changes);
    return recordChange(tx, context, comment);
  });
  context.signals.notify("dns/changed");
  return { ChangeInfo: changeShape(change) };
});
