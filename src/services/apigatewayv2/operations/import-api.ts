// ImportApi: an HTTP API from an OpenAPI definition.

import type { ImportApiCommandInput, ImportApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newApiId, newPartId, replaceDefinition } from "../apis.ts";
import { requireServed } from "../errors.ts";
import { parseDefinition } from "../http/openapi.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const importApi = defineOperation<Input<ImportApiCommandInput>, ImportApiCommandOutput>(
  "ImportApi",
  (input, context) => {
    requireServed(input, ["Body", "FailOnWarnings"]);
    const { clock, random, store, origin } = context;
    const definition = parseDefinition(input.Body, () => newPartId(random));
    const { routes: _routes, integrations: _integrations, ...described } = definition;
    const api: ApiRecord = {
      v: 1,
      apiId: newApiId(random),
      isExecuteEndpointDisabled: false,
      createdAtMs: clock.nowMs(),
      ...described,
    };
    store.write((tx) => {
      saveApi(tx, context, api);
      replaceDefinition(tx, context, api.apiId, definition);
    });
    return apiShape(api, origin);
  },
);
