// GetContact: one contact of a list.

import type { GetContactCommandInput, GetContactCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { requireContact, writeContact } from "../contacts.ts";

export const getContact = defineOperation<Input<GetContactCommandInput>, GetContactCommandOutput>(
  "GetContact",
  (input, context) =>
    context.store.read((tx) => {
      const list = requireList(tx, context, input.ContactListName);
      const contact = requireContact(tx, context, list.name, input.EmailAddress);
      return {
        ContactListName: list.name,
        ...writeContact(list, contact),
        ...(contact.attributes === undefined ? {} : { AttributesData: contact.attributes }),
        CreatedTimestamp: new Date(contact.createdAtMs),
      };
    }),
);
