// ImportApi: an HTTP API from an OpenAPI definition.

import type { ImportApiCommandInput, ImportApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newApiId, newPartId, replaceDefinition } from "../apis.ts";
import { requireServed } from "../errors.ts";
import { describedBy, parseDefinition, requireBasePathMode, requireNoWarnings } from "../http/openapi/definition.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";

export const importApi = defineOperation<Input<ImportApiCommandInput>, ImportApiCommandOutput>(
  "ImportApi",
  (input, context) => {
    requireServed(input, ["Body", "FailOnWarnings", "Basepath"]);
    const { clock, random, store, origin } = context;
    requireBasePathMode(input.Basepath);
    const definition = parseDefinition(input.Body, { basePath: input.Basepath, newId: () => newPartId(random) });
    const { warnings } = definition;
    requireNoWarnings(warnings, input.FailOnWarnings);
    const api: ApiRecord = {
      v: 1,
      apiId: newApiId(random),
      isExecuteEndpointDisabled: false,
      createdAtMs: clock.nowMs(),
      ...describedBy(definition),
    };
    store.write((tx) => {
      saveApi(tx, context, api);
      replaceDefinition(tx, context, api.apiId, definition);
    });
    return { ...apiShape(api, origin), ...(warnings.length === 0 ? {} : { Warnings: [...warnings] }) };
  },
);
