// PutResourcePolicy: says who else may use a registry.

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnRegistry } from "../names.ts";
import { preconditionFailed } from "../errors.ts";
import { requirePolicy } from "../policies.ts";
import { saveRegistry } from "../repo.ts";
import { requireRegistry } from "../require.ts";

export const putResourcePolicy = defineOperation<Input<PutResourcePolicyCommandInput>, PutResourcePolicyCommandOutput>(
  "PutResourcePolicy",
  (input, context) => {
    const { RegistryName: name = "", Policy: text, RevisionId: expected } = input;
    requireOwnRegistry(name);
    requirePolicy(text);
    const revision = context.random.uuid();
    context.store.write((tx) => {
      const registry = requireRegistry(context, name);
      if (expected !== undefined && expected !== registry.policy?.revision)
        throw preconditionFailed(`The policy's revision is not ${expected}.`);
      saveRegistry(tx, context, { ...registry, policy: { text, revision } });
    });
    return { Policy: text, RevisionId: revision };
  },
);
