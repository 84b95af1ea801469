// CreateRestApi: an API with a root and nothing else, or a copy of another.

import type { CreateRestApiCommandInput, CreateRestApiCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest, notServed } from "../errors.ts";
import { newId, newPartId, requireApi } from "../finding.ts";
import { policyOf } from "../policies.ts";
import type { RestApiRecord } from "../records.ts";
import {
  endpointConfigurationOf,
  parseCompressionSize,
  requireRoomForApi,
  saveClone,
  saveNewApi,
} from "../rest-apis.ts";
import { apiShape } from "../shapes.ts";
import { requireTags } from "../tags.ts";

export const createRestApi = defineOperation<Input<CreateRestApiCommandInput>, CreateRestApiCommandOutput>(
  "CreateRestApi",
  (input, context) => {
    const { clock, random, store } = context;
    if (input.description === "") throw badRequest("Description cannot be an empty string");
    if (input.securityPolicy !== undefined) throw notServed("security policies of API endpoints");
    if (input.endpointAccessMode !== undefined) throw notServed("endpoint access modes");
    requireTags(input.tags);
    const id = newId(random);
    const api: RestApiRecord = {
      v: 1,
      id,
      name: input.name,
      description: input.description,
      version: input.version,
      createdAtMs: clock.nowMs(),
      rootResourceId: newId(random),
      binaryMediaTypes: input.binaryMediaTypes ?? [],
      minimumCompressionSize: parseCompressionSize(input.minimumCompressionSize),
      apiKeySource: input.apiKeySource ?? "HEADER",
      endpointConfiguration: endpointConfigurationOf(input.endpointConfiguration),
      policy: input.policy === undefined ? undefined : policyOf(input.policy, context, id),
      tags: input.tags ?? {},
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
    };
    const saved = store.write((tx) => {
      for (const type of api.endpointConfiguration.types) requireRoomForApi(tx, context, type);
      if (input.cloneFrom !== undefined) return saveClone(tx, context, api, requireApi(tx, context, input.cloneFrom));
      saveNewApi(tx, context, api, { newId: () => newPartId(random), hasDefaultModels: true });
      return api;
    });
    return apiShape(saved);
  },
);
