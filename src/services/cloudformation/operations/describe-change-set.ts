// DescribeChangeSet.

import type { DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeChangeSet as describe, requireChangeSet } from "../change-sets.ts";

/** A change set with its changes, and with what they change if that is asked for. */
export const describeChangeSet = defineOperation<Input<DescribeChangeSetCommandInput>, DescribeChangeSetCommandOutput>(
  "DescribeChangeSet",
  (input, context) => {
    const hasValues = input.IncludePropertyValues === true;
    return context.store.read((tx) =>
      describe(requireChangeSet(tx, context, input.ChangeSetName, input.StackName), {
        token: input.NextToken,
        hasValues,
      }),
    );
  },
);
