// GetLifecyclePolicy.

import type { GetLifecyclePolicyCommandInput, GetLifecyclePolicyCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { lifecyclePolicyNotFound } from "../errors.ts";
import { readRepository } from "../repositories.ts";

export const getLifecyclePolicy = defineOperation<
  Input<GetLifecyclePolicyCommandInput>,
  GetLifecyclePolicyCommandOutput
>("GetLifecyclePolicy", (input, context) => {
  const { repository, named } = readRepository(context, input);
  const { lifecyclePolicy } = repository;
  if (lifecyclePolicy === undefined) throw lifecyclePolicyNotFound(named.repositoryName, named.registryId);
  return { ...named, lifecyclePolicyText: lifecyclePolicy };
});
