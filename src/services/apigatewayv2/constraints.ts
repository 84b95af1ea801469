// How long the texts of HTTP and WebSocket APIs may be, as the API reference says it member by member ("StringWithLengthBetween1And128").
// What else a member may be depends on the API's protocol and on other members: see http/, websocket/, authorizers.ts and stages.ts.

import type { Constraints } from "../../service/constraints.ts";

const text = (minimum: number, maximum: number) => ({ length: [minimum, maximum] }) as const;
const DESCRIPTION = { Description: text(0, 1024) };
const NAMED = { Name: text(1, 128) };
const API = { ...DESCRIPTION, ...NAMED, Target: text(1, 2048), Version: text(1, 64) };
const AUTHORIZER = { ...NAMED, AuthorizerUri: text(1, 2048), IdentityValidationExpression: text(0, 1024) };
const INTEGRATION = {
  ...DESCRIPTION,
  ConnectionId: text(1, 1024),
  IntegrationMethod: text(1, 64),
  IntegrationSubtype: text(1, 128),
  IntegrationUri: text(1, 2048),
};
const MODEL = { ...DESCRIPTION, ...NAMED, ContentType: text(1, 256), Schema: text(0, 32_768) };
const ROUTE = { OperationName: text(1, 64), Target: text(1, 128) };
const STAGE = { ...DESCRIPTION, StageName: text(1, 128) };

export const constraints: Constraints = {
  CreateApi: API,
  CreateAuthorizer: AUTHORIZER,
  CreateDeployment: STAGE,
  CreateIntegration: INTEGRATION,
  CreateModel: MODEL,
  CreateRoute: ROUTE,
  CreateStage: STAGE,
  UpdateApi: API,
  UpdateAuthorizer: AUTHORIZER,
  UpdateDeployment: DESCRIPTION,
  UpdateIntegration: INTEGRATION,
  UpdateModel: MODEL,
  UpdateRoute: ROUTE,
  UpdateStage: DESCRIPTION,
};
