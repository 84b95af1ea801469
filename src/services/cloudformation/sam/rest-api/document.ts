// The OpenAPI document of a SAM REST API: the author's, or one that is made of its functions' events.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft, RestRoute, Values } from "../draft.ts";
import { conditional, shareCondition } from "../http-api.ts";

const INTEGRATION = "x-amazon-apigateway-integration";
const NOT_METHODS = new Set(["summary", "description", "parameters"]);

/** The document before anything is written into it. */
export function skeleton(openApiVersion: unknown): Values {
  const version = isVersion3(openApiVersion) ? { openapi: String(openApiVersion) } : { swagger: "2.0" };
  return { ...version, info: { version: "1.0", title: { Ref: "AWS::StackName" } }, paths: {} };
}

function isVersion3(version: unknown): boolean {
  const text = typeof version === "number" ? String(version) : version;
  return typeof text === "string" && /^3(\.\d)(\.\d)?$/.test(text);
}

/** True for a document that SAM can write into. */
export function isDocument(value: unknown): value is Values {
  return isRecord(value) && isRecord(value["paths"]) && (Boolean(value["swagger"]) || isVersion3(value["openapi"]));
}

/** The value, or what stands on either side of its Fn::If. */
export function contentsOf(value: unknown): readonly Values[] {
  if (!isRecord(value)) return [];
  const branches = value["Fn::If"];
  if (!Array.isArray(branches)) return [value];
  return branches.slice(1).filter((branch) => isRecord(branch) && branch["Ref"] !== "AWS::NoValue") as Values[];
}

export function pathsOf(document: Values): Values {
  return isRecord(document["paths"]) ? document["paths"] : {};
}

/** Every method that has an integration, below a path. */
export function methodsAt(
  document: Values,
  path: string,
): readonly { readonly name: string; readonly definition: Values }[] {
  return contentsOf(pathsOf(document)[path]).flatMap((item) =>
    Object.entries(item)
      .filter(([name]) => !NOT_METHODS.has(name))
      .flatMap(([name, method]) =>
        contentsOf(method).map((definition) => ({
          name: name === "any" ? "x-amazon-apigateway-any-method" : name,
          definition,
        })),
      )
      .filter(({ definition }) => definition[INTEGRATION] !== undefined),
  );
}

/** Writes the routes into the document, still without conditions. */
export function writeRoutes(document: Values, routes: readonly RestRoute[], properties: Values): void {
  const paths = pathsOf(document);
  for (const route of routes) {
    const item = isRecord(paths[route.path]) ? (paths[route.path] as Values) : {};
    paths[route.path] = item;
    if (item[route.method] !== undefined)
      throw new SamError(
        `Event with id [${route.eventId}] is invalid. API method "${route.method === "x-amazon-apigateway-any-method" ? "any" : route.method}" defined multiple times for path "${route.path}".`,
      );
    const definition: Values =
      route.execution === undefined
        ? { [INTEGRATION]: integrationOf(route, properties), responses: {} }
        : {
            [INTEGRATION]: executionOf(route, route.execution),
            responses: { "200": { description: "OK" }, "400": { description: "Bad Request" } },
          };
    item[route.method] = definition;
    writeModel(document, definition, route, properties);
    writeParameters(definition, route);
  }
}

function integrationOf(route: RestRoute, properties: Values): Values {
  const api = route.isStreamed
    ? `2021-11-15/functions/${route.functionArn}/response-streaming-invocations`
    : `2015-03-31/functions/${route.functionArn}/invocations`;
  const credentials = credentialsOf(route, properties);
  return {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: conditional(route.condition, {
      "Fn::Sub": `arn:aws:apigateway:\${AWS::Region}:lambda:path/${api}`,
    }),
    ...(route.isStreamed ? { responseTransferMode: "STREAM" } : {}),
    ...(credentials === undefined ? {} : { credentials }),
    ...(route.timeoutInMillis === undefined ? {} : { timeoutInMillis: route.timeoutInMillis }),
  };
}

/** Starts an execution with the request's body. */
function executionOf(
  route: RestRoute,
  { machineId, roleId, isUnescaped }: NonNullable<RestRoute["execution"]>,
): Values {
  const input = "$util.escapeJavaScript($input.json('$'))";
  const template = isUnescaped
    ? `{"input": "${input}.replaceAll("\\\\'","'")", "stateMachineArn": "\${${machineId}}"}`
    : `{"input": "${input}", "stateMachineArn": "\${${machineId}}"}`;
  return {
    type: "aws",
    httpMethod: "POST",
    uri: conditional(route.condition, {
      "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution",
    }),
    responses: { "200": { statusCode: "200" }, "400": { statusCode: "400" } },
    credentials: { "Fn::GetAtt": [roleId, "Arn"] },
    requestTemplates: { "application/json": { "Fn::Sub": template } },
  };
}

/** AWS: with IAM authorization the function is invoked as the caller, or in the role that InvokeRole names. */
function credentialsOf({ auth }: RestRoute, properties: Values): unknown {
  const ofApi = isRecord(properties["Auth"]) ? properties["Auth"] : {};
  const isIam =
    auth["Authorizer"] === "AWS_IAM" || (ofApi["DefaultAuthorizer"] === "AWS_IAM" && Object.keys(auth).length === 0);
  if (!isIam) return undefined;
  const roleOf = (values: Values): unknown => values["InvokeRole"] ?? ("InvokeRole" in values ? "NONE" : undefined);
  const role = roleOf(auth) ?? roleOf(ofApi);
  if (role === "NONE") return undefined;
  return role === undefined || role === "CALLER_CREDENTIALS" ? "arn:aws:iam::*:user/*" : role;
}

function writeModel(document: Values, definition: Values, route: RestRoute, properties: Values): void {
  const { requestModel } = route;
  const name = requestModel?.["Model"];
  if (requestModel === undefined || name === undefined) return;
  const models = properties["Models"];
  if (typeof name !== "string" || !isRecord(models) || models[name] === undefined)
    throw new SamError(
      `Event with id [${route.eventId}] is invalid. Unable to set RequestModel [${typeof name === "string" ? name : JSON.stringify(name)}] on API method [${route.method}] for path [${route.path}] because ${isRecord(models) ? "it wasn't defined in the API's Models." : "the related API does not define any Models."}`,
    );
  const { Required: required, ValidateBody: body, ValidateParameters: parameters } = requestModel;
  const model = name.toLowerCase();
  const isRequired = required === undefined ? {} : { required };
  if (document["swagger"] !== undefined)
    definition["parameters"] = [{ in: "body", name: model, schema: { $ref: `#/definitions/${model}` }, ...isRequired }];
  else
    definition["requestBody"] = {
      content: { "application/json": { schema: { $ref: `#/components/schemas/${model}` } } },
      ...isRequired,
    };
  if (body === undefined && parameters === undefined) return;
  const validator = validatorName(body === true, parameters === true);
  const validators = isRecord(document["x-amazon-apigateway-request-validators"])
    ? document["x-amazon-apigateway-request-validators"]
    : {};
  document["x-amazon-apigateway-request-validators"] = {
    [validator]: { validateRequestBody: body === true, validateRequestParameters: parameters === true },
    ...validators,
  };
  definition["x-amazon-apigateway-request-validator"] = validator;
}

function validatorName(hasBody: boolean, hasParameters: boolean): string {
  if (hasBody) return hasParameters ? "body-and-params" : "body-only";
  return hasParameters ? "params-only" : "no-validation";
}

function writeParameters(definition: Values, route: RestRoute): void {
  if (route.requestParameters.length === 0) return;
  const present = Array.isArray(definition["parameters"]) ? definition["parameters"] : [];
  const cached: string[] = [];
  const parameters = route.requestParameters.map((given) => {
    const [name, settings] =
      typeof given === "string" ? [given, {}] : (Object.entries(isRecord(given) ? given : {})[0] ?? ["", {}]);
    const [, place, parameter] = /^method\.request\.(querystring|path|header)\.(.+)$/.exec(name) ?? [];
    if (place === undefined)
      throw new SamError(
        `Event with id [${route.eventId}] is invalid. Invalid value for 'RequestParameters' property. Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.`,
      );
    const { Required: required = false, Caching: isCached = false } = isRecord(settings) ? settings : {};
    if (isCached === true) cached.push(name);
    return { in: place === "querystring" ? "query" : place, name: parameter, required, type: "string" };
  });
  definition["parameters"] = [...(present as unknown[]), ...parameters];
  const integration = definition[INTEGRATION];
  if (cached.length > 0 && isRecord(integration)) integration["cacheKeyParameters"] = cached;
}

/** Puts conditions around the methods, and around paths whose methods all have one. */
export function writeConditions(document: Values, logicalId: string, routes: readonly RestRoute[], draft: Draft): void {
  const paths = pathsOf(document);
  for (const path of new Set(routes.map((route) => route.path))) {
    const item = paths[path];
    if (!isRecord(item)) continue;
    const group = routes.filter((route) => route.path === path);
    for (const { method, condition } of group) {
      const definition = item[method];
      if (isRecord(definition)) item[method] = conditional(condition, definition);
    }
    const safeName = path.replaceAll("/", "SLASH").replace(/[^A-Za-z0-9]/g, "");
    paths[path] = conditional(shareCondition(draft, `${logicalId}${safeName}PathCondition`, group), item);
  }
}

/** AWS: what Swagger says elsewhere than OpenAPI 3.0 goes where the latter has it. */
export function asOpenApi3(document: Values, openApiVersion: unknown): Values {
  if (document["swagger"] !== undefined) return document;
  const version =
    document["openapi"] !== undefined && openApiVersion === undefined ? document["openapi"] : openApiVersion;
  if (!isVersion3(version)) return document;
  const { securityDefinitions, definitions, ...rest } = document;
  const components = {
    ...(isRecord(rest["components"]) ? rest["components"] : {}),
    ...(isFilled(securityDefinitions) ? { securitySchemes: securityDefinitions } : {}),
    ...(isFilled(definitions) ? { schemas: definitions } : {}),
  };
  const converted: Values = { ...rest, ...(Object.keys(components).length === 0 ? {} : { components }) };
  for (const item of Object.values(pathsOf(converted))) {
    const options = isRecord(item) ? item["options"] : undefined;
    if (isRecord(item) && isRecord(options)) item["options"] = withHeaderSchemas(options);
  }
  return converted;
}

function isFilled(value: unknown): value is Values {
  return isRecord(value) && Object.keys(value).length > 0;
}

function withHeaderSchemas({ produces: _produces, consumes: _consumes, ...options }: Values): Values {
  const responses = isRecord(options["responses"]) ? options["responses"] : {};
  const answer = responses["200"];
  const headers = isRecord(answer) ? answer["headers"] : undefined;
  if (!isRecord(answer) || !isRecord(headers)) return options;
  const schemas = Object.fromEntries(Object.entries(headers).map(([name, schema]) => [name, { schema }]));
  return { ...options, responses: { ...responses, "200": { ...answer, headers: schemas } } };
}
