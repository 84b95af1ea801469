// CreateContactList: a list of contacts with its topics. AWS: one list an account and region.

import type { CreateContactListCommandInput, CreateContactListCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { countOf, MOST_LISTS } from "../../limits.ts";
import { contactLists } from "../../repo.ts";
import { readTopics } from "../contacts.ts";
import { alreadyExists, badRequest, limitExceeded } from "../errors.ts";
import { readTags } from "../shapes.ts";

export const createContactList = defineOperation<Input<CreateContactListCommandInput>, CreateContactListCommandOutput>(
  "CreateContactList",
  (input, context) => {
    const { ContactListName: name, Description: description } = input;
    const nowMs = context.clock.nowMs();
    if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name)) throw badRequest(`Invalid contact list name: ${name}.`);
    const topics = readTopics(input.Topics);
    context.store.write((tx) => {
      if (contactLists.load(tx, context, name) !== undefined)
        throw alreadyExists(`List with name: ${name} already exists.`);
      if (countOf(contactLists.list(tx, context)) >= MOST_LISTS)
        throw limitExceeded(`You can have at most ${MOST_LISTS} contact list.`);
      contactLists.save(tx, context, {
        v: 1,
        name,
        ...(description === undefined ? {} : { description }),
        topics,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        tags: readTags(input.Tags),
      });
    });
    return {};
  },
);
