// AWS::Serverless::Api: a REST API from an OpenAPI document, which the routes of functions' events are written into, with its deployment,
// stage, authorizers' permissions, domain and usage plan. AWS: the SAM specification, "AWS::Serverless::Api".

import { createHash } from "node:crypto";
import { canonicalJson, isRecord } from "../template/values.ts";
import { asPythonText, pythonTypeOf } from "./python-text.ts";
import { isIntrinsic, isSet, passedOn, passedOnAll, pick, SamError, tagList } from "./draft.ts";
import type { Draft, RestRoute, SamResource, SamType, Values } from "./draft.ts";
import { implicitProperties, shareCondition, strictestPolicies } from "./http-api.ts";
import { addApiAuth, addRouteAuth, authorizerFunctions } from "./rest-api/auth.ts";
import { addCors } from "./rest-api/cors.ts";
import { asOpenApi3, isDocument, pathsOf, skeleton, writeConditions, writeRoutes } from "./rest-api/document.ts";
import { addDomain } from "./rest-api/domain.ts";
import { mergeRoutes } from "./rest-api/merged-definition.ts";
import { addCustomStatements, addResourcePolicy } from "./rest-api/resource-policy.ts";
import { addUsagePlan } from "./rest-api/usage-plans.ts";
import { definitionLocation } from "./s3-location.ts";
import { propagatedTags, propagateTags } from "./propagated-tags.ts";
import { flag, integer, list, literal, map, required, text, textOrMap } from "./property-rules.ts";

/** The logical id of the API that functions share when their events name none. */
export const IMPLICIT_REST_API = "ServerlessRestApi";

export const restApiType: SamType = {
  typeName: "AWS::Serverless::Api",
  properties: {
    Name: textOrMap,
    StageName: required(textOrMap),
    Tags: map,
    PropagateTags: flag,
    DefinitionBody: map,
    DefinitionUri: textOrMap,
    MergeDefinitions: literal(flag),
    CacheClusterEnabled: flag,
    CacheClusterSize: text,
    Variables: map,
    EndpointConfiguration: textOrMap,
    MethodSettings: list,
    BinaryMediaTypes: list,
    MinimumCompressionSize: integer,
    Cors: textOrMap,
    Auth: map,
    GatewayResponses: map,
    AccessLogSetting: map,
    CanarySetting: map,
    TracingEnabled: flag,
    OpenApiVersion: text,
    Models: map,
    Domain: map,
    FailOnWarnings: flag,
    Description: text,
    Mode: text,
    DisableExecuteApiEndpoint: flag,
    ApiKeySourceType: text,
    AlwaysDeploy: literal(flag),
    Policy: textOrMap,
    SecurityPolicy: text,
    EndpointAccessMode: text,
  },
  expand: (resource, draft) => void draft.restApis.push(resource),
};

/** Writes all REST APIs, the implicit one too, when all routes are known. */
export function finishRestApis(
  draft: Draft,
  attempt: (logicalId: string, source: object, work: () => void) => void,
): void {
  const implicit = draft.restRoutes.get(IMPLICIT_REST_API);
  if (implicit !== undefined && !draft.restApis.some(({ logicalId }) => logicalId === IMPLICIT_REST_API)) {
    const condition = shareCondition(draft, `${IMPLICIT_REST_API}Condition`, implicit);
    draft.restApis.push({
      logicalId: IMPLICIT_REST_API,
      source: { ...(condition === undefined ? {} : { Condition: condition }), ...strictestPolicies(implicit) },
      // AWS: the implicit API's stage is Prod, whatever Globals say.
      properties: { ...implicitProperties(draft, restApiType.typeName, implicit), StageName: "Prod" },
    });
  }
  for (const api of draft.restApis)
    attempt(api.logicalId, api.source, () => {
      const made = draft.madeBy(() => writeApi(api, draft.restRoutes.get(api.logicalId) ?? [], draft));
      propagateTags(draft, made, propagatedTags(api.properties));
    });
}

function writeApi(api: SamResource, routes: readonly RestRoute[], draft: Draft): void {
  const { logicalId, source, properties } = api;
  const {
    StageName: stageName,
    DefinitionUri: uri,
    OpenApiVersion: openApiVersion,
    Domain: domain,
    Auth: givenAuth,
  } = properties;
  if (stageName === undefined) throw new SamError("Missing required property 'StageName'.");
  if (uri !== undefined && properties["DefinitionBody"] !== undefined)
    throw new SamError("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  if (uri !== undefined && properties["MergeDefinitions"] === true)
    throw new SamError("Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
  const auth = isRecord(givenAuth) ? givenAuth : {};
  const attributes = passedOn(source);
  const body = uri === undefined ? bodyOf(api, routes, draft) : undefined;
  const location = uri === undefined ? undefined : definitionLocation(uri, source);
  draft.add(logicalId, "AWS::ApiGateway::RestApi", passedOnAll(source), {
    ...pick(properties, [
      "BinaryMediaTypes",
      "MinimumCompressionSize",
      "Name",
      "Description",
      "Mode",
      "ApiKeySourceType",
      "Policy",
      "SecurityPolicy",
      "EndpointAccessMode",
    ]),
    ...endpointOf(properties["EndpointConfiguration"]),
    FailOnWarnings: properties["FailOnWarnings"] === false ? undefined : properties["FailOnWarnings"],
    Body: body,
    BodyS3Location: location,
  });
  const deploymentId = addDeployment(draft, api, { body: body ?? location, openApiVersion, domain });
  const stageId = stageIdOf(logicalId, stageName);
  draft.add(stageId, "AWS::ApiGateway::Stage", attributes, {
    RestApiId: { Ref: logicalId },
    DeploymentId: { Ref: deploymentId },
    StageName: stageName,
    ...pick(properties, [
      "CacheClusterEnabled",
      "CacheClusterSize",
      "Variables",
      "MethodSettings",
      "AccessLogSetting",
      "CanarySetting",
      "TracingEnabled",
    ]),
    Tags: properties["Tags"] === undefined ? undefined : tagList(undefined, properties["Tags"]),
  });
  draft.names.set(`${logicalId}.Stage`, stageId);
  draft.names.set(`${logicalId}.Deployment`, deploymentId);
  for (const [name, functionArn] of authorizerFunctions(auth))
    draft.add(`${logicalId}${name}AuthorizerPermission`, "AWS::Lambda::Permission", attributes, {
      Action: "lambda:InvokeFunction",
      FunctionName: functionArn,
      Principal: "apigateway.amazonaws.com",
      SourceArn: {
        "Fn::Sub": [
          "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
          { __ApiId__: { Ref: logicalId } },
        ],
      },
    });
  if (isRecord(domain)) addDomain(draft, logicalId, attributes, domain);
  if (isRecord(auth["UsagePlan"])) addUsagePlan(draft, logicalId, stageId, attributes, auth["UsagePlan"]);
}

/** The document with everything that the properties and the events say. */
function bodyOf({ logicalId, properties }: SamResource, routes: readonly RestRoute[], draft: Draft): unknown {
  const { DefinitionBody: given, OpenApiVersion: openApiVersion } = properties;
  const { Auth: auth, Cors: cors, Models: models, GatewayResponses: responses } = properties;
  const started: unknown = given === undefined ? skeleton(openApiVersion) : structuredClone(given);
  if (!isDocument(started)) {
    if (auth === undefined && cors === undefined && models === undefined && responses === undefined) return started;
    throw new SamError(
      "Unable to add Cors, Auth, Models or GatewayResponses because 'DefinitionBody' does not contain a valid Swagger definition.",
    );
  }
  let document = started;
  if (given === undefined) addRoutes(document, logicalId, routes, properties, draft);
  else addToGiven(document, routes, properties);
  if (cors !== undefined) addCors(document, cors);
  // AWS: the document is brought to its version after each of these steps, which shows in what is written twice.
  if (isRecord(auth)) {
    addApiAuth(document, auth);
    if (isRecord(auth["ResourcePolicy"]))
      addPolicy(document, auth["ResourcePolicy"], Object.keys(pathsOf(document)), properties["StageName"]);
    document = asOpenApi3(document, openApiVersion);
  }
  if (isRecord(responses)) addGatewayResponses(document, responses);
  if (properties["BinaryMediaTypes"] !== undefined)
    document["x-amazon-apigateway-binary-media-types"] = withSlashes(properties["BinaryMediaTypes"]);
  if (isRecord(models)) {
    addModels(document, models);
    document = asOpenApi3(document, openApiVersion);
  }
  if (properties["DisableExecuteApiEndpoint"] !== undefined)
    addEndpointExtension(document, properties["DisableExecuteApiEndpoint"]);
  return asOpenApi3(document, openApiVersion);
}

/** What the events say: their routes, who may take them, and the conditions of their functions. */
function addRoutes(
  document: Values,
  logicalId: string,
  routes: readonly RestRoute[],
  properties: Values,
  draft: Draft,
): void {
  writeRoutes(document, routes, properties);
  addRouteAuth(document, routes, isRecord(properties["Auth"]) ? properties["Auth"] : {});
  for (const { auth, path } of routes)
    if (isRecord(auth["ResourcePolicy"]))
      addPolicy(document, auth["ResourcePolicy"], [path], stageSuffixOf(properties));
  writeConditions(document, logicalId, routes, draft);
}

/** AWS: into a document of the author's, events are written only if that is asked for. */
function addToGiven(document: Values, routes: readonly RestRoute[], properties: Values): void {
  const auth = isRecord(properties["Auth"]) ? properties["Auth"] : {};
  if (properties["MergeDefinitions"] === true) mergeRoutes(document, routes, properties);
  for (const route of routes) {
    const {
      OverrideApiAuth: isOverridden,
      ResourcePolicy: policy,
      Authorizer: authorizer,
      ApiKeyRequired: key,
    } = route.auth;
    if (!isOverridden) continue;
    if (!authorizer && !key && !policy)
      throw new SamError(
        `Event with id [${route.eventId}] is invalid. Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.`,
      );
    addRouteAuth(document, [route], auth);
    if (isRecord(policy)) addPolicy(document, policy, [route.path], stageSuffixOf(properties));
  }
}

function stageSuffixOf({ StageName: name }: Values): string {
  return typeof name === "string" ? name : "Stage";
}

function addPolicy(document: Values, policy: Values, paths: readonly string[], stage: unknown): void {
  for (const path of paths) addResourcePolicy(document, policy, path, stage);
  addCustomStatements(document, policy["CustomStatements"]);
}

function addModels(document: Values, models: Values): void {
  const added = Object.entries(models).map(([name, schema]) => {
    if (!isRecord(schema)) throw new SamError("Invalid value for 'Models' property");
    if (schema["type"] === undefined) throw new SamError("'Models' schema is missing 'type'.");
    return [name.toLowerCase(), schema] as const;
  });
  const present = isRecord(document["definitions"]) ? document["definitions"] : {};
  document["definitions"] = { ...present, ...Object.fromEntries(added) };
}

const RESPONSE_MEMBERS = ["ResponseParameters", "ResponseTemplates", "StatusCode"];
const RESPONSE_PLACES: Readonly<Record<string, string>> = {
  Headers: "header",
  Paths: "path",
  QueryStrings: "querystring",
};

function addGatewayResponses(document: Values, responses: Values): void {
  const name = "x-amazon-apigateway-gateway-responses";
  const added = Object.entries(responses).map(([type, response]) => {
    if (isIntrinsic(response))
      throw new SamError(
        "Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.",
      );
    if (!isRecord(response))
      throw new SamError(
        `Invalid property type '${pythonTypeOf(response)}' for GatewayResponses. Expected an object of type 'GatewayResponse'.`,
      );
    const unknown = Object.keys(response).find((member) => !RESPONSE_MEMBERS.includes(member));
    if (unknown !== undefined)
      throw new SamError(`Invalid property '${unknown}' in 'GatewayResponses' property '${type}'.`, response, unknown);
    if (isSet(response["ResponseParameters"]) && !isRecord(response["ResponseParameters"]))
      throw new SamError(`Property 'GatewayResponses.${type}.ResponseParameters' should be a map.`, response);
    const parameters = Object.entries(
      isRecord(response["ResponseParameters"]) ? response["ResponseParameters"] : {},
    ).flatMap(([place, values]) => {
      const prefix = RESPONSE_PLACES[place];
      if (prefix === undefined) throw new SamError(`Invalid gateway response parameter '${place}'`);
      return Object.entries(isRecord(values) ? values : {}).map(
        ([key, value]) => [`gatewayresponse.${prefix}.${key}`, value] as const,
      );
    });
    const statusCode = response["StatusCode"];
    if (isSet(statusCode) && !/^[0-9]{1,3}$/.test(asPythonText(statusCode, 0)))
      throw new SamError("Property 'StatusCode' must be numeric", response, "StatusCode");
    return [
      type,
      {
        responseParameters: Object.fromEntries(parameters),
        responseTemplates: response["ResponseTemplates"] ?? {},
        ...(statusCode === undefined
          ? {}
          : { statusCode: typeof statusCode === "number" ? String(statusCode) : statusCode }),
      },
    ] as const;
  });
  document[name] = { ...(isRecord(document[name]) ? document[name] : {}), ...Object.fromEntries(added) };
}

function addEndpointExtension(document: Values, isDisabled: unknown): void {
  const name = "x-amazon-apigateway-endpoint-configuration";
  const written = (node: Values): Values => ({
    ...node,
    [name]: { ...(isRecord(node[name]) ? node[name] : {}), disableExecuteApiEndpoint: isDisabled },
  });
  if (document["openapi"] === undefined) document[name] = written(document)[name];
  else
    document["servers"] = (Array.isArray(document["servers"]) ? document["servers"] : [{}]).map((server) =>
      written(isRecord(server) ? server : {}),
    );
}

/** AWS: "image~1png" is written where a slash would be taken for a path. */
function withSlashes(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("~1", "/");
  if (Array.isArray(value)) return value.map(withSlashes);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replaceAll("~1", "/"), withSlashes(item)]))
    : value;
}

function endpointOf(endpoint: unknown): Values {
  if (endpoint === undefined) return {};
  if (!isRecord(endpoint) || isIntrinsic(endpoint))
    return { EndpointConfiguration: { Types: [endpoint] }, Parameters: { endpointConfigurationTypes: endpoint } };
  const { Type: type, VPCEndpointIds: ids, VpcEndpointIds: otherIds, IpAddressType: ip } = endpoint;
  const vpcEndpointIds = ids ?? otherIds;
  return {
    EndpointConfiguration: {
      Types: [type],
      ...(vpcEndpointIds === undefined ? {} : { VpcEndpointIds: vpcEndpointIds }),
      ...(ip === undefined ? {} : { IpAddressType: ip }),
    },
    Parameters: { endpointConfigurationTypes: type },
  };
}

function stageIdOf(logicalId: string, stageName: unknown): string {
  if (typeof stageName !== "string") return `${logicalId}Stage`;
  if (/^[\p{L}\p{N}]+$/u.test(stageName)) return `${logicalId}${stageName}Stage`;
  return `${logicalId}Stage${createHash("sha1").update(stageName).digest("hex").slice(0, 10)}`;
}

/**
 * A deployment whose id changes with what it deploys, so that a changed API is deployed anew.
 * DEVIATION: the ten digits are of the document's canonical JSON; AWS's are of the text that Python 2.7 wrote of it.
 */
function addDeployment(
  draft: Draft,
  { logicalId, source, properties }: SamResource,
  of: { readonly body: unknown; readonly openApiVersion: unknown; readonly domain: unknown },
): string {
  const named = properties["AlwaysDeploy"] === true ? String(draft.nowSeconds) : canonicalJson(of);
  const digest = createHash("sha1").update(named).digest("hex");
  const deploymentId = `${logicalId}Deployment${digest.slice(0, 10)}`;
  draft.add(deploymentId, "AWS::ApiGateway::Deployment", passedOn(source), {
    RestApiId: { Ref: logicalId },
    Description: `RestApi deployment id: ${digest}`,
    // AWS: a stage called "Stage" comes along, unless OpenApiVersion is given.
    StageName: of.openApiVersion === undefined ? "Stage" : undefined,
  });
  return deploymentId;
}
