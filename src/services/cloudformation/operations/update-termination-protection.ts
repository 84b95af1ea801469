// UpdateTerminationProtection.

import type {
  UpdateTerminationProtectionCommandInput,
  UpdateTerminationProtectionCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findStack, saveStack } from "../repo.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Switches the protection against DeleteStack on or off. */
export const updateTerminationProtection = defineOperation<
  Input<UpdateTerminationProtectionCommandInput>,
  UpdateTerminationProtectionCommandOutput
>("UpdateTerminationProtection", ({ StackName: stackName, EnableTerminationProtection: isEnabled }, context) =>
  context.store.write((tx) => {
    const stack = requireLiveStack(findStack(tx, context, stackName), stackName);
    saveStack(tx, context, { ...stack, hasTerminationProtection: isEnabled });
    return { StackId: stack.stackId };
  }),
);
