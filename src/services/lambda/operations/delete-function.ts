// DeleteFunction: removes a function, or one published version of it.

import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { functionNotFound, invalidParameter, versionHasAliases } from "../errors.ts";
import { requireFunction } from "../functions.ts";
import { releaseInterfaces, settleInterfaces } from "../network/interfaces.ts";
import { isVersionNumber, parseFunctionName, referenceArn } from "../names.ts";
import { removeProvisioned } from "../provisioned/repo.ts";
import { listAliases, listVersions, loadVersion, removeFunction, removePolicy, removeVersion } from "../repo.ts";
import { reapplyProvisioned, retireFunction } from "../runner.ts";

// AWS: "DeleteFunction": event source mappings are not deleted with their function.
export const deleteFunction = defineOperation<Input<DeleteFunctionCommandInput>, DeleteFunctionCommandOutput>(
  "DeleteFunction",
  async (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { scope, name, qualifier } = reference;
    const hadNetwork = context.store.write((tx) => {
      requireFunction(tx, reference);
      const versions = [...listVersions(tx, scope, name)].filter(
        ({ version }) => qualifier === undefined || version === qualifier,
      );
      settleInterfaces(tx, context, scope, versions);
      const isInVpc = versions.some(({ network }) => network !== undefined);
      if (qualifier === undefined) {
        removeFunction(tx, scope, name);
        return isInVpc;
      }
      if (!isVersionNumber(qualifier))
        throw invalidParameter(
          qualifier === "$LATEST"
            ? "$LATEST version cannot be deleted without deleting the function."
            : "Deletion of aliases is not currently supported.",
        );
      if (loadVersion(tx, scope, name, qualifier) === undefined) throw functionNotFound(referenceArn(reference));
      const aliases = [...listAliases(tx, scope, name)]
        .filter((alias) => alias.version === qualifier || alias.weights?.[qualifier] !== undefined)
        .map((alias) => alias.name);
      if (aliases.length > 0) throw versionHasAliases(qualifier, aliases);
      removeVersion(tx, scope, name, qualifier);
      removePolicy(tx, scope, name, qualifier);
      removeProvisioned(tx, scope, name, qualifier);
      return isInVpc;
    });
    retireFunction(context, scope, name, qualifier);
    reapplyProvisioned(context, scope, name);
    // What comes next in a stack are the groups and subnets, which wait for nothing.
    if (hadNetwork) await releaseInterfaces(context, scope);
    return { StatusCode: 204 };
  },
);
