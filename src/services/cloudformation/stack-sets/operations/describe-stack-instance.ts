// DescribeStackInstance.

import type {
  DescribeStackInstanceCommandInput,
  DescribeStackInstanceCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf, requireActive, requireInstance } from "../find.ts";
import { showInstance } from "../show.ts";

/** Shows one instance with what it overrides. */
export const describeStackInstance = defineOperation<
  Input<DescribeStackInstanceCommandInput>,
  DescribeStackInstanceCommandOutput
>("DescribeStackInstance", async (input, context) => {
  const administrator = await administratorOf(context, input.CallAs);
  return context.store.read<Output<DescribeStackInstanceCommandOutput>>((tx) => {
    const stackSet = requireActive(tx, administrator, input.StackSetName);
    const place = { account: input.StackInstanceAccount, region: input.StackInstanceRegion };
    return { StackInstance: showInstance(stackSet, requireInstance(tx, administrator, stackSet, place)) };
  });
});
