// DeleteEventBus: removes a bus; one that is not there is no error.

import type { DeleteEventBusCommandInput, DeleteEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validation } from "../errors.ts";
import { busAddress, DEFAULT_BUS } from "../names.ts";
import { listRules, remove } from "../repo.ts";

export const deleteEventBus = defineOperation<Input<DeleteEventBusCommandInput>, DeleteEventBusCommandOutput>(
  "DeleteEventBus",
  (input, context) => {
    const { busName } = busAddress(context, input.Name);
    if (busName === DEFAULT_BUS) throw validation("Cannot delete event bus default.");
    context.store.write((tx) => {
      // AWS: DeleteEventBus: "you can't delete your account's default event bus"; rules have to go first.
      for (const _rule of listRules(tx, context, busName))
        throw validation("Event bus can't be deleted since it has rules.");
      remove(tx, context, "event-bus", busName);
    });
    return {};
  },
);
