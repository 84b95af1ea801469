// GetPolicy: the resource policy of a function, a version or an alias.

import type { GetPolicyCommandInput, GetPolicyCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { policyDocument } from "../policy.ts";
import { loadPolicy } from "../repo.ts";

export const getPolicy = defineOperation<Input<GetPolicyCommandInput>, GetPolicyCommandOutput>(
  "GetPolicy",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { scope, name, qualifier = "" } = reference;
    const policy = context.store.read((tx) => {
      requireTarget(tx, reference);
      return loadPolicy(tx, scope, name, qualifier);
    });
    if (policy === undefined) throw resourceNotFound();
    return { Policy: policyDocument(policy), RevisionId: policy.revisionId };
  },
);
