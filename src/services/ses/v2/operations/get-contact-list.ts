// GetContactList: one list.

import type { GetContactListCommandInput, GetContactListCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { writeTopic } from "../contacts.ts";
import { writeTags } from "../shapes.ts";

export const getContactList = defineOperation<Input<GetContactListCommandInput>, GetContactListCommandOutput>(
  "GetContactList",
  (input, context) => {
    const list = context.store.read((tx) => requireList(tx, context, input.ContactListName));
    return {
      ContactListName: list.name,
      Topics: list.topics.map(writeTopic),
      ...(list.description === undefined ? {} : { Description: list.description }),
      CreatedTimestamp: new Date(list.createdAtMs),
      LastUpdatedTimestamp: new Date(list.updatedAtMs),
      Tags: writeTags(list.tags),
    };
  },
);
