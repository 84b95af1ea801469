// DeleteContactList: removes a list with all its contacts.

import type { DeleteContactListCommandInput, DeleteContactListCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { contactLists, contacts } from "../../repo.ts";

export const deleteContactList = defineOperation<Input<DeleteContactListCommandInput>, DeleteContactListCommandOutput>(
  "DeleteContactList",
  (input, context) => {
    const { ContactListName: name } = input;
    context.store.write((tx) => {
      requireList(tx, context, name);
      for (const { address } of [...contacts.list(tx, context, { below: [name] })])
        contacts.remove(tx, context, name, address.toLowerCase());
      contactLists.remove(tx, context, name);
    });
    return {};
  },
);
