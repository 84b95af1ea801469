// GetApi: one API.

import type { GetApiCommandInput, GetApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../apis.ts";
import { apiShape } from "../shapes.ts";

export const getApi = defineOperation<Input<GetApiCommandInput>, GetApiCommandOutput>("GetApi", ({ ApiId }, context) =>
  apiShape(
    context.store.read((tx) => requireApi(tx, context, ApiId)),
    context.origin,
  ),
);
