// UpdateAlias: points an alias elsewhere.

import type { UpdateAliasCommandInput, UpdateAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeAlias, readWeights, requireAlias, requireRouting } from "../aliases.ts";
import { wrongRevision } from "../errors.ts";
import { parseFunctionName } from "../names.ts";
import type { AliasRecord } from "../records.ts";
import { reapplyProvisioned } from "../runner.ts";
import { saveAlias } from "../repo.ts";

export const updateAlias = defineOperation<Input<UpdateAliasCommandInput>, UpdateAliasCommandOutput>(
  "UpdateAlias",
  (input, context) => {
    const { scope, name } = parseFunctionName(input.FunctionName, context);
    const updated = context.store.write((tx) => {
      const alias = requireAlias(tx, scope, name, input.Name);
      if (input.RevisionId !== undefined && input.RevisionId !== alias.revisionId) throw wrongRevision();
      const { weights: before, ...rest } = alias;
      const weights = input.RoutingConfig === undefined ? before : readWeights(input.RoutingConfig);
      const next: AliasRecord = {
        ...rest,
        version: input.FunctionVersion ?? alias.version,
        description: input.Description ?? alias.description,
        ...(weights === undefined ? {} : { weights }),
        revisionId: context.random.uuid(),
      };
      requireRouting(tx, scope, name, next.version, weights);
      saveAlias(tx, scope, name, next);
      return next;
    });
    reapplyProvisioned(context, scope, name);
    return describeAlias(scope, name, updated);
  },
);
