// StopStackSetOperation.

import type {
  StopStackSetOperationCommandInput,
  StopStackSetOperationCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf, requireOperation, requireStackSet } from "../find.ts";
import { stopOperation } from "../start.ts";

/** Ends an operation early: what is under way comes to its end, what has not begun is cancelled. */
export const stopStackSetOperation = defineOperation<
  Input<StopStackSetOperationCommandInput>,
  StopStackSetOperationCommandOutput
>("StopStackSetOperation", async ({ StackSetName, OperationId, CallAs }, context) => {
  const administrator = await administratorOf(context, CallAs);
  context.store.write<void>((tx) => {
    const stackSet = requireStackSet(tx, administrator, StackSetName);
    const operation = requireOperation(tx, administrator, stackSet, OperationId);
    stopOperation(tx, context, administrator, stackSet.id, operation);
  });
  return {};
});
