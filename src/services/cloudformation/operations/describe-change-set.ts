// DescribeChangeSet.

import type { DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeChangeSet as describe, requireChangeSet } from "../change-sets.ts";
import { refuseMembers } from "../stacks.ts";

/** A change set with all its changes. */
export const describeChangeSet = defineOperation<Input<DescribeChangeSetCommandInput>, DescribeChangeSetCommandOutput>(
  "DescribeChangeSet",
  (input, context) => {
    refuseMembers("DescribeChangeSet", input, ["IncludePropertyValues"]);
    return context.store.read((tx) => describe(requireChangeSet(tx, context, input.ChangeSetName, input.StackName)));
  },
);
