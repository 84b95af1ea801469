// PutRestApi: puts a definition into an API: beside what it has, or in its place.

import type { PutRestApiCommandInput, PutRestApiCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId, requireApi } from "../finding.ts";
import { applyDefinition } from "../openapi/apply.ts";
import { definitionOf } from "../openapi/definition.ts";
import { parseDocument } from "../openapi/document.ts";
import { importParameters, requireNoWarnings } from "../openapi/parameters.ts";
import { apiShape } from "../shapes.ts";

export const putRestApi = defineOperation<Input<PutRestApiCommandInput>, PutRestApiCommandOutput>(
  "PutRestApi",
  (input, context) => {
    const { restApiId, mode = "merge" } = input;
    const document = parseDocument(input.body);
    const parameters = importParameters(input.parameters);
    const definition = definitionOf(document, { apiId: restApiId, ...parameters });
    requireNoWarnings(definition.warnings, input.failOnWarnings);
    const api = context.store.write((tx) => {
      const present = requireApi(tx, context, restApiId);
      const newPart = (): string => newPartId(context.random);
      const { isDocumentationIgnored } = parameters;
      return applyDefinition(
        { tx, scope: context, api: present, newId: newPart, mode, isDocumentationIgnored },
        definition,
      );
    });
    return apiShape(api);
  },
);
