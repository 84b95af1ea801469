// CreateContact: puts an address on a list.

import type { CreateContactCommandInput, CreateContactCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { addressOf } from "../../addresses.ts";
import { requireList } from "../../contacts/subscription.ts";
import { contacts } from "../../repo.ts";
import { readPreferences } from "../contacts.ts";
import { alreadyExists, badRequest } from "../errors.ts";

export const createContact = defineOperation<Input<CreateContactCommandInput>, CreateContactCommandOutput>(
  "CreateContact",
  (input, context) => {
    const { ContactListName: list, EmailAddress: address, AttributesData: attributes } = input;
    if (addressOf(address) !== address) throw badRequest(`Invalid email address: ${address}.`);
    const nowMs = context.clock.nowMs();
    context.store.write((tx) => {
      const preferences = readPreferences(requireList(tx, context, list), input.TopicPreferences);
      if (contacts.load(tx, context, list, address.toLowerCase()) !== undefined)
        throw alreadyExists(`Contact already exists in list.`);
      contacts.save(tx, context, {
        v: 1,
        list,
        address,
        preferences,
        hasLeftAll: input.UnsubscribeAll ?? false,
        ...(attributes === undefined ? {} : { attributes }),
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      });
    });
    return {};
  },
);
