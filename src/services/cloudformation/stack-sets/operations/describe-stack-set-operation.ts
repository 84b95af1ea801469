// DescribeStackSetOperation.

import type {
  DescribeStackSetOperationCommandInput,
  DescribeStackSetOperationCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf, requireOperation, requireStackSet } from "../find.ts";
import { showOperation } from "../show.ts";

/** Shows an operation as it is now. */
export const describeStackSetOperation = defineOperation<
  Input<DescribeStackSetOperationCommandInput>,
  DescribeStackSetOperationCommandOutput
>("DescribeStackSetOperation", async ({ StackSetName, OperationId, CallAs }, context) => {
  const administrator = await administratorOf(context, CallAs);
  return context.store.read<Output<DescribeStackSetOperationCommandOutput>>((tx) => {
    const stackSet = requireStackSet(tx, administrator, StackSetName);
    const operation = requireOperation(tx, administrator, stackSet, OperationId);
    return { StackSetOperation: showOperation(tx, administrator, stackSet, operation) };
  });
});
