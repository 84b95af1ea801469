// DescribeStackSet.

import type { DescribeStackSetCommandInput, DescribeStackSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf, requireStackSet } from "../find.ts";
import { showStackSet } from "../show.ts";

/** Shows a stack set; a deleted one is found by its id only. */
export const describeStackSet = defineOperation<Input<DescribeStackSetCommandInput>, DescribeStackSetCommandOutput>(
  "DescribeStackSet",
  async ({ StackSetName, CallAs }, context) => {
    const administrator = await administratorOf(context, CallAs);
    return context.store.read<Output<DescribeStackSetCommandOutput>>((tx) => ({
      StackSet: showStackSet(tx, administrator, requireStackSet(tx, administrator, StackSetName)),
    }));
  },
);
