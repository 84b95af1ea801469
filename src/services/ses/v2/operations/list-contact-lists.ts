// ListContactLists: all lists, in pages.

import type { ListContactListsCommandInput, ListContactListsCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { contactLists } from "../../repo.ts";
import { pageOf } from "../shapes.ts";

export const listContactLists = defineOperation<Input<ListContactListsCommandInput>, ListContactListsCommandOutput>(
  "ListContactLists",
  (input, context) => {
    const { items, next } = context.store.read((tx) =>
      pageOf(
        input,
        (after) => contactLists.list(tx, context, after === undefined ? {} : { after }),
        ({ name }) => name,
      ),
    );
    return {
      ContactLists: items.map(({ name, updatedAtMs }) => ({
        ContactListName: name,
        LastUpdatedTimestamp: new Date(updatedAtMs),
      })),
      ...next,
    };
  },
);
