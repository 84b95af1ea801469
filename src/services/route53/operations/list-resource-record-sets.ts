// ListResourceRecordSets: a zone's record sets in AWS's order, in pages.

import type { ListResourceRecordSetsCommandInput, ListResourceRecordSetsCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidInput } from "../errors.ts";
import { requireName } from "../names.ts";
import { pageSize, takePage } from "../pages.ts";
import { MOST_RECORD_SETS_A_PAGE } from "../quotas.ts";
import { listRecordSets } from "../repo.ts";
import { requireZone } from "../zones.ts";

export const listResourceRecordSets = defineOperation<
  Input<ListResourceRecordSetsCommandInput>,
  ListResourceRecordSetsCommandOutput
>("ListResourceRecordSets", (input, context) => {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: identifier } = input;
  const size = pageSize(input.MaxItems, MOST_RECORD_SETS_A_PAGE);
  // AWS: ListResourceRecordSets (API reference): "InvalidInput: ... a value for Type but not for Name", an identifier needs both.
  if (type !== undefined && name === undefined)
    throw invalidInput("Specifying type without specifying a name is not valid.");
  if (identifier !== undefined && (name === undefined || type === undefined))
    throw invalidInput("Specifying an identifier without specifying a name and a type is not valid.");
  const { page, next } = context.store.read((tx) => {
    const zone = requireZone(tx, context, input.HostedZoneId);
    const start = name === undefined ? undefined : { name: requireName(name, invalidInput), type, identifier };
    return takePage(listRecordSets(tx, context, zone.id, start), size);
  });
  return {
    ResourceRecordSets: page,
    IsTruncated: next !== undefined,
    ...(next !== undefined && {
      NextRecordName: next.Name,
      NextRecordType: next.Type,
      ...(next.SetIdentifier !== undefined && { NextRecordIdentifier: next.SetIdentifier }),
    }),
    MaxItems: size,
  };
});
