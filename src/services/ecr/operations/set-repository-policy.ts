// SetRepositoryPolicy: says who besides the account may use a repository.

import type { SetRepositoryPolicyCommandInput, SetRepositoryPolicyCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePolicy } from "../policies.ts";
import { changeRepository } from "../repositories.ts";

export const setRepositoryPolicy = defineOperation<
  Input<SetRepositoryPolicyCommandInput>,
  SetRepositoryPolicyCommandOutput
>("SetRepositoryPolicy", (input, context) => {
  const { policyText: policy } = input;
  requirePolicy(policy);
  const named = changeRepository(context, input, (repository) => ({ ...repository, policy }));
  return { ...named, policyText: policy };
});
