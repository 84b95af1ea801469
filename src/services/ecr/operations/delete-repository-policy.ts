// DeleteRepositoryPolicy: the repository is its account's alone again.

import type { DeleteRepositoryPolicyCommandInput, DeleteRepositoryPolicyCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { policyNotFound } from "../errors.ts";
import { changeRepository, readRepository } from "../repositories.ts";

export const deleteRepositoryPolicy = defineOperation<
  Input<DeleteRepositoryPolicyCommandInput>,
  DeleteRepositoryPolicyCommandOutput
>("DeleteRepositoryPolicy", (input, context) => {
  const { repository, named } = readRepository(context, input);
  if (repository.policy === undefined) throw policyNotFound(named.repositoryName, named.registryId);
  changeRepository(context, input, ({ policy: _gone, ...rest }) => rest);
  return { ...named, policyText: repository.policy };
});
