// DeleteScheduledAction: an action that is not to fire any more.

import type {
  DeleteScheduledActionCommandInput,
  DeleteScheduledActionCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseKey } from "../dimensions.ts";
import { actionNotFound } from "../errors.ts";
import { loadAction } from "../repo.ts";
import { disarm } from "../schedules/firing.ts";

export const deleteScheduledAction = defineOperation<
  Input<DeleteScheduledActionCommandInput>,
  DeleteScheduledActionCommandOutput
>("DeleteScheduledAction", (input, context) => {
  const key = parseKey(input);
  context.store.write((tx) => {
    const action = loadAction(tx, context, key, input.ScheduledActionName);
    if (action === undefined) throw actionNotFound(key, input.ScheduledActionName);
    disarm(context, tx, context, action);
  });
  return {};
});
