// DescribeChangeSetHooks.

import type {
  DescribeChangeSetHooksCommandInput,
  DescribeChangeSetHooksCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireChangeSet } from "../change-sets.ts";

/** The hooks that a change set will call: none, for none can be registered here. */
export const describeChangeSetHooks = defineOperation<
  Input<DescribeChangeSetHooksCommandInput>,
  DescribeChangeSetHooksCommandOutput
>("DescribeChangeSetHooks", ({ ChangeSetName: name, StackName: stackName }, context) => {
  const changeSet = context.store.read((tx) => requireChangeSet(tx, context, name, stackName));
  return {
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Hooks: [],
    Status: changeSet.status === "FAILED" ? "UNAVAILABLE" : "PLANNED",
  };
});
