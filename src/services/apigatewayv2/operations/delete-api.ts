// DeleteApi: the API with its routes, integrations, stages and deployments.

import type { DeleteApiCommandInput, DeleteApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireApi } from "../apis.ts";
import { requireUnmapped } from "../domains/mappings.ts";
import { closeConnections } from "../execute/websocket/live-connections.ts";
import { removeApi } from "../repo.ts";

export const deleteApi = defineOperation<Input<DeleteApiCommandInput>, DeleteApiCommandOutput>(
  "DeleteApi",
  ({ ApiId }, context) => {
    context.store.write((tx) => {
      requireApi(tx, context, ApiId);
      requireUnmapped(tx, context, ApiId);
      removeApi(tx, context, ApiId);
    });
    closeConnections(context, ApiId);
    return {};
  },
);
