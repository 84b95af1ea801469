// SetStackPolicy.

import type { SetStackPolicyCommandInput, SetStackPolicyCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { readPolicyText } from "../engine/template-source.ts";
import { templateOf } from "../engine/scope.ts";
import { validationError } from "../errors.ts";
import { findStack, saveStack } from "../repo.ts";
import { requireStackPolicy } from "../stack-policy.ts";
import { deploymentOf } from "../stacks.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Gives a stack a policy, or another. AWS: a policy cannot be taken off again, only replaced. */
export const setStackPolicy = defineOperation<Input<SetStackPolicyCommandInput>, SetStackPolicyCommandOutput>(
  "SetStackPolicy",
  async (input, context) => {
    const text = await readPolicyText(input, context);
    // AWS: the wording is inferred.
    if (text === undefined) throw validationError("Either StackPolicyBody or StackPolicyURL must be specified.");
    context.store.write((tx) => {
      const stack = requireLiveStack(findStack(tx, context, input.StackName), input.StackName);
      const deployment = deploymentOf(tx, context, stack);
      const names = deployment === undefined ? [] : templateOf(deployment).resources.keys();
      requireStackPolicy(text, new Set(names));
      saveStack(tx, context, { ...stack, policy: text });
    });
    return {};
  },
);
