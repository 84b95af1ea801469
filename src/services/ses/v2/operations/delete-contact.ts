// DeleteContact: takes an address from a list.

import type { DeleteContactCommandInput, DeleteContactCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { contacts } from "../../repo.ts";
import { requireContact } from "../contacts.ts";

export const deleteContact = defineOperation<Input<DeleteContactCommandInput>, DeleteContactCommandOutput>(
  "DeleteContact",
  (input, context) => {
    const { ContactListName: list, EmailAddress: address } = input;
    context.store.write((tx) => {
      requireList(tx, context, list);
      requireContact(tx, context, list, address);
      contacts.remove(tx, context, list, address.toLowerCase());
    });
    return {};
  },
);
