// ListContacts: the contacts of a list, in pages, by their preferences.

import type { ListContactsCommandInput, ListContactsCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { contacts } from "../../repo.ts";
import { statusFor, writeContact } from "../contacts.ts";
import { pageOf } from "../shapes.ts";

export const listContacts = defineOperation<Input<ListContactsCommandInput>, ListContactsCommandOutput>(
  "ListContacts",
  (input, context) => {
    const { FilteredStatus: status, TopicFilter: filter } = input.Filter ?? {};
    return context.store.read((tx) => {
      const list = requireList(tx, context, input.ContactListName);
      const { items, next } = pageOf(
        input,
        function* (after) {
          for (const contact of contacts.list(tx, context, {
            below: [list.name],
            ...(after === undefined ? {} : { after }),
          }))
            if (status === undefined || statusFor(list, contact, filter) === status) yield contact;
        },
        ({ address }) => address.toLowerCase(),
      );
      return { Contacts: items.map((contact) => writeContact(list, contact)), ...next };
    });
  },
);
