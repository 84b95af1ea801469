// ReimportApi: puts an OpenAPI definition in place of the present one.

import type { ReimportApiCommandInput, ReimportApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId, replaceDefinition, requireApi } from "../apis.ts";
import { requireServed } from "../errors.ts";
import { parseDefinition } from "../http/openapi.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const reimportApi = defineOperation<Input<ReimportApiCommandInput>, ReimportApiCommandOutput>(
  "ReimportApi",
  (input, context) => {
    requireServed(input, ["ApiId", "Body", "FailOnWarnings"]);
    const { random, store, origin } = context;
    const definition = parseDefinition(input.Body, () => newPartId(random));
    const { routes: _routes, integrations: _integrations, ...described } = definition;
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
    return apiShape(api, origin);
  },
);
