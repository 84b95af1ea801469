// UpdateApi: changes what is given and keeps the rest.

import type { UpdateApiCommandInput, UpdateApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../apis.ts";
import { requireServed } from "../errors.ts";
import type { ApiRecord } from "../records.ts";
import { saveApi } from "../repo.ts";
import { apiShape } from "../shapes.ts";

const SERVED = ["ApiId", "Name", "Description", "Version", "CorsConfiguration", "DisableExecuteApiEndpoint"];

export const updateApi = defineOperation<Input<UpdateApiCommandInput>, UpdateApiCommandOutput>(
  "UpdateApi",
  (input, context) => {
    requireServed(input, SERVED);
    const api = context.store.write((tx) => {
      const current = requireApi(tx, context, input.ApiId);
      const updated: ApiRecord = {
        ...current,
        name: input.Name ?? current.name,
        isExecuteEndpointDisabled: input.DisableExecuteApiEndpoint ?? current.isExecuteEndpointDisabled,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.Version === undefined ? {} : { version: input.Version }),
        ...(input.CorsConfiguration === undefined ? {} : { cors: input.CorsConfiguration }),
      };
      saveApi(tx, context, updated);
      return updated;
    });
    return apiShape(api, context.origin);
  },
);
