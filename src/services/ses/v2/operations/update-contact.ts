// UpdateContact: other preferences of a contact.

import type { UpdateContactCommandInput, UpdateContactCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { contacts } from "../../repo.ts";
import { readPreferences, requireContact } from "../contacts.ts";

export const updateContact = defineOperation<Input<UpdateContactCommandInput>, UpdateContactCommandOutput>(
  "UpdateContact",
  (input, context) => {
    const { ContactListName: list, EmailAddress: address, AttributesData: attributes } = input;
    context.store.write((tx) => {
      const preferences = readPreferences(requireList(tx, context, list), input.TopicPreferences);
      const contact = requireContact(tx, context, list, address);
      contacts.save(tx, context, {
        ...contact,
        preferences: { ...contact.preferences, ...preferences },
        hasLeftAll: input.UnsubscribeAll ?? contact.hasLeftAll,
        ...(attributes === undefined ? {} : { attributes }),
        updatedAtMs: context.clock.nowMs(),
      });
    });
    return {};
  },
);
