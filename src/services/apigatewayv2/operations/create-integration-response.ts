// CreateIntegrationResponse: what becomes of an integration's response, of a WebSocket API.

import type {
  CreateIntegrationResponseCommandInput,
  CreateIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { newPartId } from "../apis.ts";
import { savePart } from "../repo.ts";
import { integrationResponseOf } from "../websocket/responses.ts";
import { integrationResponseShape } from "../websocket/shapes.ts";

export const createIntegrationResponse = defineOperation<
  Input<CreateIntegrationResponseCommandInput>,
  CreateIntegrationResponseCommandOutput
>("CreateIntegrationResponse", (input, context) => {
  const id = newPartId(context.random);
  const record = context.store.write((tx) => {
    const made = integrationResponseOf(tx, context, input, id);
    savePart(tx, context, input.ApiId, "integrationResponse", id, made);
    return made;
  });
  return integrationResponseShape(record);
});
