// What a WebSocket API may be. AWS: "CreateApi" (API Gateway V2), "Create a WebSocket API in API Gateway".

import type { CreateApiCommandInput } from "@aws-sdk/client-apigatewayv2";
import { badRequest } from "../errors.ts";
import type { ApiRecord } from "../records.ts";

/** What a request to create or update an API gives. */
type ApiInput = Partial<CreateApiCommandInput>;

/** Members of HTTP APIs, which AWS refuses for WebSocket APIs. */
const OF_HTTP_APIS = ["CorsConfiguration", "Target", "RouteKey", "CredentialsArn"] as const;
/** AWS: "API key selection expressions": "Currently the only two supported values". */
const KEY_SOURCES = ["$request.header.x-api-key", "$context.authorizer.usageIdentifierKey"];

/** The members of a record that only WebSocket APIs have, of `input` over what `previous` says. */
export function webSocketApiOf(
  input: ApiInput,
  previous?: ApiRecord,
): Pick<
  ApiRecord,
  "protocolType" | "routeSelectionExpression" | "apiKeySelectionExpression" | "isSchemaValidationDisabled"
> {
  for (const name of OF_HTTP_APIS)
    if (input[name] !== undefined) throw badRequest(`${name} is not currently supported for WEBSOCKET protocol`);
  const routeSelectionExpression = input.RouteSelectionExpression ?? previous?.routeSelectionExpression;
  if (routeSelectionExpression === undefined || routeSelectionExpression === "")
    throw badRequest("RouteSelectionExpression is required for WEBSOCKET protocol");
  const apiKeySelectionExpression = input.ApiKeySelectionExpression ?? previous?.apiKeySelectionExpression;
  if (apiKeySelectionExpression !== undefined && !KEY_SOURCES.includes(apiKeySelectionExpression.replace(/[{}]/g, "")))
    throw badRequest(`Invalid ApiKeySelectionExpression specified: ${apiKeySelectionExpression}`);
  const isSchemaValidationDisabled = input.DisableSchemaValidation ?? previous?.isSchemaValidationDisabled;
  return {
    protocolType: "WEBSOCKET",
    routeSelectionExpression,
    ...(apiKeySelectionExpression === undefined ? {} : { apiKeySelectionExpression }),
    ...(isSchemaValidationDisabled === undefined ? {} : { isSchemaValidationDisabled }),
  };
}
