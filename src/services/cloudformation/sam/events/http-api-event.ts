// Events of type HttpApi: a route, and the permission that lets the API invoke the function.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";
import { IMPLICIT_HTTP_API } from "../http-api.ts";
import type { FunctionEvent, FunctionHandle } from "./event.ts";

/** Adds the route to its API's draft. */
export function expandHttpApiEvent(event: FunctionEvent, handle: FunctionHandle, _role: RoleDraft, draft: Draft): void {
  const { logicalId, properties } = event;
  const { ApiId: apiId, Path: path, Method: method } = properties;
  const isDefault = path === undefined && method === undefined;
  if (!isDefault && (typeof path !== "string" || typeof method !== "string")) {
    throw new SamError(
      `Event with id [${logicalId}] is invalid. Event must have a 'Path' specified if 'Method' is specified, and the other way round.`,
      properties,
    );
  }
  const owner = apiId === undefined ? IMPLICIT_HTTP_API : isRecord(apiId) ? apiId["Ref"] : undefined;
  if (typeof owner !== "string") {
    throw new SamError(
      `Event with id [${logicalId}] is invalid. ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template.`,
      properties,
      "ApiId",
    );
  }
  const pathText = typeof path === "string" ? path : "$default";
  const verb = typeof method === "string" ? method.toUpperCase() : "ANY";
  const { Auth: auth } = properties;
  draft.addRoute(owner, {
    eventId: logicalId,
    auth: isRecord(auth) ? auth : undefined,
    path: pathText,
    method: isDefault || verb === "ANY" ? "x-amazon-apigateway-any-method" : verb.toLowerCase(),
    isDefault,
    functionArn: handle.arnText,
    condition: handle.condition,
    attributes: handle.attributes,
    payloadFormatVersion: properties["PayloadFormatVersion"] ?? "2.0",
    timeoutInMillis: properties["TimeoutInMillis"],
    settings: properties["RouteSettings"],
    tags: handle.tags,
  });
  // Path parameters match anything; the default route has no method and no path.
  const route = isDefault ? "*" : `${verb === "ANY" ? "*" : verb}${pathText.replace(/\{[^}]*\}/g, "*")}`;
  draft.add(`${logicalId}Permission`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "apigateway.amazonaws.com",
    SourceArn: {
      "Fn::Sub": [
        `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${route}`,
        { __ApiId__: { Ref: owner }, __Stage__: "*" },
      ],
    },
  });
}
