// DeleteResourcePolicy: takes a registry's policy away.

import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnRegistry } from "../names.ts";
import { notFound } from "../errors.ts";
import { saveRegistry } from "../repo.ts";
import { requireRegistry } from "../require.ts";

export const deleteResourcePolicy = defineOperation<
  Input<DeleteResourcePolicyCommandInput>,
  DeleteResourcePolicyCommandOutput
>("DeleteResourcePolicy", (input, context) => {
  const { RegistryName: name = "" } = input;
  requireOwnRegistry(name);
  context.store.write((tx) => {
    const { policy, ...rest } = requireRegistry(context, name);
    if (policy === undefined) throw notFound(`Registry with name ${name} has no policy.`);
    saveRegistry(tx, context, rest);
  });
  return {};
});
