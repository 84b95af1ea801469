// UpdateHostedZoneComment: another comment, or none.

import type {
  UpdateHostedZoneCommentCommandInput,
  UpdateHostedZoneCommentCommandOutput,
} from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveZone } from "../repo.ts";
import { requireZone, zoneShape } from "../zones.ts";

export const updateHostedZoneComment = defineOperation<
  Input<UpdateHostedZoneCommentCommandInput>,
  UpdateHostedZoneCommentCommandOutput
>("UpdateHostedZoneComment", (input, context) => {
  const zone = context.store.write((tx) => {
    const { comment: _before, ...rest } = requireZone(tx, context, input.Id);
    const { Comment: comment } = input;
    const after = { ...rest, ...(comment !== undefined && comment !== "" && { comment }) };
    saveZone(tx, context, after);
    return after;
  });
  return { HostedZone: zoneShape(zone) };
});
