// ImportRestApi: a new API from a definition.

import type { ImportRestApiCommandInput, ImportRestApiCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newId, newPartId } from "../finding.ts";
import { applyDefinition } from "../openapi/apply.ts";
import { definitionOf } from "../openapi/definition.ts";
import { parseDocument } from "../openapi/document.ts";
import { importParameters, requireNoWarnings } from "../openapi/parameters.ts";
import type { RestApiRecord } from "../records.ts";
import { endpointConfigurationOf, requireRoomForApi, saveNewApi } from "../rest-apis.ts";
import { apiShape } from "../shapes.ts";

export const importRestApi = defineOperation<Input<ImportRestApiCommandInput>, ImportRestApiCommandOutput>(
  "ImportRestApi",
  (input, context) => {
    const { clock, random, store } = context;
    const document = parseDocument(input.body);
    const parameters = importParameters(input.parameters);
    const id = newId(random);
    const definition = definitionOf(document, { apiId: id, ...parameters });
    requireNoWarnings(definition.warnings, input.failOnWarnings);
    const endpointConfiguration = definition.api.endpointConfiguration ?? endpointConfigurationOf(undefined);
    const api: RestApiRecord = {
      v: 1,
      id,
      name: definition.api.name,
      createdAtMs: clock.nowMs(),
      rootResourceId: newId(random),
      binaryMediaTypes: [],
      apiKeySource: "HEADER",
      endpointConfiguration,
      tags: {},
      disableExecuteApiEndpoint: false,
    };
    const imported = store.write((tx) => {
      for (const type of endpointConfiguration.types) requireRoomForApi(tx, context, type);
      const newPart = (): string => newPartId(random);
      // AWS: recorded: an imported API has the definition's models only.
      saveNewApi(tx, context, api, { newId: newPart, hasDefaultModels: false });
      const { isDocumentationIgnored } = parameters;
      return applyDefinition(
        { tx, scope: context, api, newId: newPart, mode: "merge", isDocumentationIgnored },
        definition,
      );
    });
    return apiShape(imported);
  },
);
