// Events of type Api of a state machine: a route of a REST API that starts executions, and the role with which the API does so.

import type { ExpandStateMachineEvent } from "./event.ts";
import { allowPolicy, assumableBy } from "../role-policies.ts";
import { isRecord } from "../../template/values.ts";
import { IMPLICIT_REST_API } from "../rest-api.ts";
import { apiIdOf } from "./api-references.ts";

/** Adds the route to its API's draft, and the role. */
export const expandStateMachineApiEvent: ExpandStateMachineEvent = (event, machine, draft) => {
  const { logicalId, properties } = event;
  const { RestApiId: given, Path: path, Method: method, Auth: auth, UnescapeMappingTemplate: isUnescaped } = properties;
  const roleId = `${logicalId}Role`;
  draft.add(roleId, "AWS::IAM::Role", machine.attributes, {
    AssumeRolePolicyDocument: assumableBy("apigateway.amazonaws.com"),
    Policies: [allowPolicy(`${roleId}StartExecutionPolicy`, "states:StartExecution", machine.arn)],
    PermissionsBoundary: machine.permissionsBoundary,
  });
  const apiId = given === undefined ? IMPLICIT_REST_API : apiIdOf(given);
  if (typeof apiId !== "string" || typeof path !== "string" || typeof method !== "string") return;
  if (given !== undefined && draft.writtenType(apiId) !== "AWS::Serverless::Api") return;
  const verb = method.toLowerCase();
  draft.addRestRoute(apiId, {
    eventId: event.name,
    path,
    method: verb === "any" ? "x-amazon-apigateway-any-method" : verb,
    functionArn: "",
    execution: { machineId: machine.logicalId, roleId, isUnescaped: isUnescaped === true },
    condition: typeof machine.attributes["Condition"] === "string" ? machine.attributes["Condition"] : undefined,
    attributes: machine.attributes,
    auth: isRecord(auth) ? auth : {},
    requestModel: undefined,
    requestParameters: [],
    timeoutInMillis: undefined,
    isStreamed: false,
    tags: machine.tags,
  });
};
