// Events of type Api: a route of a REST API, and the permission that lets the API invoke the function.

import { isRecord } from "../../template/values.ts";
import { idHash, SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";
import { IMPLICIT_REST_API } from "../rest-api.ts";
import type { FunctionEvent, FunctionHandle } from "./event.ts";

/** Adds the route to its API's draft. */
export function expandApiEvent(event: FunctionEvent, handle: FunctionHandle, _role: RoleDraft, draft: Draft): void {
  const { logicalId, properties } = event;
  const { RestApiId: given, Path: path, Method: method, RequestParameters: parameters } = properties;
  if (typeof path !== "string" || typeof method !== "string")
    throw new SamError(`Event with id [${logicalId}] is invalid. Path and Method must be strings.`, properties);
  const apiId = given === undefined ? IMPLICIT_REST_API : isRecord(given) ? given["Ref"] : given;
  const typeName = typeof apiId === "string" ? typeOf(draft, apiId) : undefined;
  if (
    typeof apiId !== "string" ||
    (given !== undefined && (typeName === undefined || typeName === "AWS::Serverless::HttpApi"))
  )
    throw new SamError(
      `Event with id [${logicalId}] is invalid. RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template.`,
      properties,
      "RestApiId",
    );
  const verb = method.toLowerCase();
  if (given === undefined || typeName === "AWS::Serverless::Api")
    draft.addRestRoute(apiId, {
      eventId: logicalId,
      path,
      method: verb === "any" ? "x-amazon-apigateway-any-method" : verb,
      functionArn: handle.arnText,
      condition: handle.condition,
      attributes: handle.attributes,
      auth: isRecord(properties["Auth"]) ? properties["Auth"] : {},
      requestModel: isRecord(properties["RequestModel"]) ? properties["RequestModel"] : undefined,
      requestParameters: Array.isArray(parameters) ? parameters : [],
      timeoutInMillis: properties["TimeoutInMillis"],
      isStreamed: properties["ResponseTransferMode"] === "RESPONSE_STREAM",
      tags: handle.tags,
    });
  const allowed = path.replace(/^(.+)\/$/, "$1").replace(/\{[\w.-]+\+?\}/g, "*");
  draft.add(`${logicalId}Permission${stageSuffix(draft, given, apiId)}`, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "apigateway.amazonaws.com",
    SourceArn: {
      "Fn::Sub": [
        `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${verb === "any" ? "*" : verb.toUpperCase()}${allowed}`,
        { __ApiId__: given ?? { Ref: IMPLICIT_REST_API }, __Stage__: "*" },
      ],
    },
  });
}

function resourceOf(draft: Draft, logicalId: string): Values | undefined {
  const resources = draft.body["Resources"];
  const found = isRecord(resources) ? resources[logicalId] : undefined;
  return isRecord(found) ? found : undefined;
}

function typeOf(draft: Draft, logicalId: string): unknown {
  return resourceOf(draft, logicalId)?.["Type"];
}

/** The stage's name at the end of the permission's: "Prod" of the implicit API, "Stage" where it is not written down. */
function stageSuffix(draft: Draft, given: unknown, apiId: string): string {
  if (given === undefined) return "Prod";
  const properties = resourceOf(draft, apiId)?.["Properties"];
  const name = isRecord(properties) ? properties["StageName"] : undefined;
  if (typeof name !== "string") return "Stage";
  // AWS: a name that a logical id cannot have is hashed.
  return /^[\p{L}\p{N}]+$/u.test(name) ? name : idHash(name);
}
