// UpdateContactList: other topics, another description.

import type { UpdateContactListCommandInput, UpdateContactListCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireList } from "../../contacts/subscription.ts";
import { contactLists } from "../../repo.ts";
import { readTopics } from "../contacts.ts";

export const updateContactList = defineOperation<Input<UpdateContactListCommandInput>, UpdateContactListCommandOutput>(
  "UpdateContactList",
  (input, context) => {
    const { ContactListName: name, Description: description } = input;
    const topics = readTopics(input.Topics);
    context.store.write((tx) => {
      const { description: _before, ...list } = requireList(tx, context, name);
      contactLists.save(tx, context, {
        ...list,
        ...(description === undefined ? {} : { description }),
        topics,
        updatedAtMs: context.clock.nowMs(),
      });
    });
    return {};
  },
);
