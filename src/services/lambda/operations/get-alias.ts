// GetAlias: what an alias points to.

import type { GetAliasCommandInput, GetAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeAlias, requireAlias } from "../aliases.ts";
import { parseFunctionName } from "../names.ts";

export const getAlias = defineOperation<Input<GetAliasCommandInput>, GetAliasCommandOutput>(
  "GetAlias",
  (input, context) => {
    const { scope, name } = parseFunctionName(input.FunctionName, context);
    return describeAlias(
      scope,
      name,
      context.store.read((tx) => requireAlias(tx, scope, name, input.Name)),
    );
  },
);
