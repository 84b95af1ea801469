// ReimportApi: puts an OpenAPI definition in place of the present one.

import type { ReimportApiCommandInput, ReimportApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId, replaceDefinition, requireApi } from "../apis.ts";
import { requireServed } from "../errors.ts";
import { describedBy, parseDefinition, requireBasePathMode, requireNoWarnings } from "../http/openapi/definition.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const reimportApi = defineOperation<Input<ReimportApiCommandInput>, ReimportApiCommandOutput>(
  "ReimportApi",
  (input, context) => {
    requireServed(input, ["ApiId", "Body", "FailOnWarnings", "Basepath"]);
    const { random, store, origin } = context;
    requireBasePathMode(input.Basepath);
    const definition = parseDefinition(input.Body, { basePath: input.Basepath, newId: () => newPartId(random) });
    const { warnings } = definition;
    requireNoWarnings(warnings, input.FailOnWarnings);
    const described = describedBy(definition);
    const api = store.write((tx) => {
      const { apiId, createdAtMs, isExecuteEndpointDisabled, tags } = requireApi(tx, context, input.ApiId);
      const updated: ApiRecord = {
        v: 1,
        apiId,
        createdAtMs,
        isExecuteEndpointDisabled,
        ...described,
        tags: { ...tags, ...described.tags },
      };
      saveApi(tx, context, updated);
      replaceDefinition(tx, context, apiId, definition);
      return updated;
    });
    return { ...apiShape(api, origin), ...(warnings.length === 0 ? {} : { Warnings: [...warnings] }) };
  },
);
