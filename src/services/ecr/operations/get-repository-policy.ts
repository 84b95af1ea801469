// GetRepositoryPolicy: who besides the account may use a repository.

import type { GetRepositoryPolicyCommandInput, GetRepositoryPolicyCommandOutput } from "@aws-sdk/client-ecr";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { policyNotFound } from "../errors.ts";
import { readRepository } from "../repositories.ts";

export const getRepositoryPolicy = defineOperation<
  Input<GetRepositoryPolicyCommandInput>,
  GetRepositoryPolicyCommandOutput
>("GetRepositoryPolicy", (input, context) => {
  const { repository, named } = readRepository(context, input);
  if (repository.policy === undefined) throw policyNotFound(named.repositoryName, named.registryId);
  return { ...named, policyText: repository.policy };
});
