// PutLifecyclePolicy: says which images expire.

import type { PutLifecyclePolicyCommandInput, PutLifecyclePolicyCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { lifecycleProblem } from "../lifecycle-policy.ts";
import { changeRepository } from "../repositories.ts";

export const putLifecyclePolicy = defineOperation<
  Input<PutLifecyclePolicyCommandInput>,
  PutLifecyclePolicyCommandOutput
>("PutLifecyclePolicy", (input, context) => {
  const { lifecyclePolicyText: lifecyclePolicy } = input;
  const problem = lifecycleProblem(lifecyclePolicy);
  // AWS: the beginning of this sentence, as observed.
  if (problem !== undefined)
    throw invalidParameter("LifecyclePolicyText", `Lifecycle policy validation failure: ${problem}`);
  const named = changeRepository(context, input, (repository) => ({ ...repository, lifecyclePolicy }));
  return { ...named, lifecyclePolicyText: lifecyclePolicy };
});
