// DescribePrefixLists: the addresses of services that have gateway endpoints.

import type {
  DescribePrefixListsCommandInput,
  DescribePrefixListsCommandOutput,
  PrefixList,
} from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { managedPrefixLists } from "../prefix-lists.ts";

export const describePrefixLists = reading<DescribePrefixListsCommandInput, DescribePrefixListsCommandOutput>(
  "DescribePrefixLists",
  (input, _tx, { region }) => {
    const all = managedPrefixLists(region).map(({ id, name, cidrs }) => {
      const shape: PrefixList = { PrefixListId: id, PrefixListName: name, Cidrs: [...cidrs] };
      return { id, tags: {}, shape };
    });
    const { items: PrefixLists, next } = select(all, input, {
      kind: "prefix-list",
      ids: input.PrefixListIds,
      idsName: "prefixListIds",
      filters: { "prefix-list-id": (list) => list.PrefixListId, "prefix-list-name": (list) => list.PrefixListName },
    });
    return { PrefixLists: [...PrefixLists], ...next };
  },
);
