// CreateAlias: names a version.

import type { CreateAliasCommandInput, CreateAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeAlias, readWeights, requireRouting } from "../aliases.ts";
import { aliasExists } from "../errors.ts";
import { requireFunction } from "../functions.ts";
import { functionArn, parseFunctionName } from "../names.ts";
import type { AliasRecord } from "../records.ts";
import { loadAlias, saveAlias } from "../repo.ts";

export const createAlias = defineOperation<Input<CreateAliasCommandInput>, CreateAliasCommandOutput>(
  "CreateAlias",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context);
    const { scope, name } = reference;
    const weights = readWeights(input.RoutingConfig);
    const alias: AliasRecord = {
      v: 1,
      name: input.Name,
      version: input.FunctionVersion,
      description: input.Description ?? "",
      ...(weights === undefined ? {} : { weights }),
      revisionId: context.random.uuid(),
    };
    context.store.write((tx) => {
      requireFunction(tx, reference);
      if (loadAlias(tx, scope, name, alias.name) !== undefined) throw aliasExists(functionArn(scope, name, alias.name));
      requireRouting(tx, scope, name, alias.version, weights);
      saveAlias(tx, scope, name, alias);
    });
    return describeAlias(scope, name, alias);
  },
);
