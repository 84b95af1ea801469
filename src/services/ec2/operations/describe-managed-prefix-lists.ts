// DescribeManagedPrefixLists: AWS's own lists; there are no others.

import type {
  DescribeManagedPrefixListsCommandInput,
  DescribeManagedPrefixListsCommandOutput,
  ManagedPrefixList,
} from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { managedPrefixLists } from "../prefix-lists.ts";

export const describeManagedPrefixLists = reading<
  DescribeManagedPrefixListsCommandInput,
  DescribeManagedPrefixListsCommandOutput
>("DescribeManagedPrefixLists", (input, _tx, { region }) => {
  const all = managedPrefixLists(region).map(({ id, name }) => {
    const shape: ManagedPrefixList = {
      PrefixListId: id,
      PrefixListName: name,
      PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
      AddressFamily: "IPv4",
      State: "create-complete",
      OwnerId: "AWS",
    };
    return { id, tags: {}, shape };
  });
  const { items: PrefixLists, next } = select(all, input, {
    kind: "prefix-list",
    ids: input.PrefixListIds,
    idsName: "prefixListIds",
    filters: {
      "owner-id": (list) => list.OwnerId,
      "prefix-list-id": (list) => list.PrefixListId,
      "prefix-list-name": (list) => list.PrefixListName,
    },
  });
  return { PrefixLists: [...PrefixLists], ...next };
});
