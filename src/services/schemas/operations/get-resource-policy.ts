// GetResourcePolicy: a registry's policy.

import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notFound } from "../errors.ts";
import { requireRegistry } from "../require.ts";

export const getResourcePolicy = defineOperation<Input<GetResourcePolicyCommandInput>, GetResourcePolicyCommandOutput>(
  "GetResourcePolicy",
  (input, context) => {
    const { RegistryName: name = "" } = input;
    const { policy } = requireRegistry(context, name);
    if (policy === undefined) throw notFound(`Registry with name ${name} has no policy.`);
    return { Policy: policy.text, RevisionId: policy.revision };
  },
);
