// DeleteStage: one stage of an API.

import type { DeleteStageCommandInput, DeleteStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../apis.ts";
import { requireUnmapped } from "../domains/mappings.ts";
import { closeConnections } from "../execute/websocket/live-connections.ts";
import { removePart } from "../repo.ts";

export const deleteStage = defineOperation<Input<DeleteStageCommandInput>, DeleteStageCommandOutput>(
  "DeleteStage",
  ({ ApiId, StageName }, context) => {
    context.store.write((tx) => {
      requirePart(tx, context, ApiId, "stage", StageName);
      requireUnmapped(tx, context, ApiId, StageName);
      removePart(tx, context, ApiId, "stage", StageName);
    });
    closeConnections(context, ApiId, StageName);
    return {};
  },
);
