// DescribeStacks.

import type { DescribeStacksCommandInput, DescribeStacksCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { listStacks } from "../repo.ts";
import { deploymentOf, describeStack, requireStackNamed } from "../stacks.ts";

/** One stack, or all that are not deleted, newest first. */
export const describeStacks = defineOperation<Input<DescribeStacksCommandInput>, DescribeStacksCommandOutput>(
  "DescribeStacks",
  ({ StackName: stackName }, context) =>
    context.store.read((tx) => {
      const stacks =
        stackName === undefined
          ? listStacks(tx, context)
              .filter((stack) => stack.status !== "DELETE_COMPLETE")
              .sort((left, right) => right.createdAtMs - left.createdAtMs)
          : [requireStackNamed(tx, context, stackName)];
      return { Stacks: stacks.map((stack) => describeStack(stack, deploymentOf(tx, context, stack))) };
    }),
);
