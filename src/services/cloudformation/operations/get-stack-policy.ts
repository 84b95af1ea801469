// GetStackPolicy.

import type { GetStackPolicyCommandInput, GetStackPolicyCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findStack } from "../repo.ts";
import { requireLiveStack } from "./update-stack.ts";

/** A stack's policy as it was given; nothing where there is none. */
export const getStackPolicy = defineOperation<Input<GetStackPolicyCommandInput>, GetStackPolicyCommandOutput>(
  "GetStackPolicy",
  ({ StackName: stackName }, context) =>
    context.store.read((tx) => {
      const { policy } = requireLiveStack(findStack(tx, context, stackName), stackName);
      return policy === undefined ? {} : { StackPolicyBody: policy };
    }),
);
