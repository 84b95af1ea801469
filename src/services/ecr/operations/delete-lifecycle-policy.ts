// DeleteLifecyclePolicy.

import type { DeleteLifecyclePolicyCommandInput, DeleteLifecyclePolicyCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { lifecyclePolicyNotFound } from "../errors.ts";
import { changeRepository, readRepository } from "../repositories.ts";

export const deleteLifecyclePolicy = defineOperation<
  Input<DeleteLifecyclePolicyCommandInput>,
  DeleteLifecyclePolicyCommandOutput
>("DeleteLifecyclePolicy", (input, context) => {
  const { repository, named } = readRepository(context, input);
  const { lifecyclePolicy } = repository;
  if (lifecyclePolicy === undefined) throw lifecyclePolicyNotFound(named.repositoryName, named.registryId);
  changeRepository(context, input, ({ lifecyclePolicy: _gone, ...rest }) => rest);
  return { ...named, lifecyclePolicyText: lifecyclePolicy };
});
