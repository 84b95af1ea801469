// AWS::ApiGatewayV2::Api.

import { isDeepStrictEqual } from "node:util";
import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { parseDocument } from "../http/openapi/definition.ts";
import { booleanOf, changeTags, everyApi, ifThere, nodeOf, numberOf, ownTags, textOf, textsOf } from "./properties.ts";

const LOGICAL_ID_TAG = "aws:cloudformation:logical-id";
const STACK_ID_TAG = "aws:cloudformation:stack-id";

/** A WebSocket API, or an HTTP API, from properties or from an OpenAPI body. Ref is its id. */
export const api: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Api",
  properties: [
    "ApiKeySelectionExpression",
    "BasePath",
    "Body",
    "BodyS3Location",
    "CorsConfiguration",
    "CredentialsArn",
    "Description",
    "DisableExecuteApiEndpoint",
    "DisableSchemaValidation",
    "FailOnWarnings",
    "IpAddressType",
    "Name",
    "ProtocolType",
    "RouteKey",
    "RouteSelectionExpression",
    "Tags",
    "Target",
    "Version",
  ],
  keptNotEnforced: { IpAddressType: "answers over IPv6, too" },

  async create(properties, context) {
    const apiId = (await findOwn(context)) ?? (await make(properties, context));
    context.identify(apiId);
    await configure(apiId, properties, context);
    return describe(apiId, context);
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.apiGatewayV2.getApi({ ApiId: physicalId }));
    if (found === undefined) return undefined;
    return {
      Name: found.Name,
      ProtocolType: found.ProtocolType,
      DisableExecuteApiEndpoint: found.DisableExecuteApiEndpoint,
      ...(found.Description === undefined ? {} : { Description: found.Description }),
      ...(found.Version === undefined ? {} : { Version: found.Version }),
      ...(found.CorsConfiguration === undefined ? {} : { CorsConfiguration: found.CorsConfiguration }),
      ...(found.IpAddressType === undefined ? {} : { IpAddressType: found.IpAddressType }),
      Tags: ownTags(found.Tags),
      // HTTP APIs have those of all HTTP APIs, which no template says.
      ...(found.ProtocolType === "WEBSOCKET"
        ? {
            RouteSelectionExpression: found.RouteSelectionExpression,
            ApiKeySelectionExpression: found.ApiKeySelectionExpression,
          }
        : {}),
    };
  },

  list: async (context) => (await everyApi(context)).map((ApiId) => ({ ApiId })),

  async update(physicalId, properties, previous, context) {
    if (previous["CorsConfiguration"] !== undefined && properties["CorsConfiguration"] === undefined) {
      await context.aws.apiGatewayV2.deleteCorsConfiguration({ ApiId: physicalId });
    }
    // AWS: "ReimportApi": what the definition does not name is taken away, and other resources of the template may have made it.
    const isDefinedAnew =
      DEFINITION.some((name) => !isDeepStrictEqual(properties[name], previous[name])) ||
      // What no property says any more is the definition's to say.
      Object.keys(previous).some((name) => properties[name] === undefined);
    await configure(physicalId, isDefinedAnew ? properties : withoutDefinition(properties), context);
    await changeTags(arnOf(physicalId, context), properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.apiGatewayV2.deleteApi({ ApiId: physicalId }));
  },
};

/** What an interrupted creation left: the API takes no client token, so CloudFormation's tags tell whose it is. */
async function findOwn(context: ResourceContext): Promise<string | undefined> {
  const stackId = context.tags[STACK_ID_TAG];
  if (stackId === undefined) return undefined;
  const { Items = [] } = await context.aws.apiGatewayV2.getApis({ MaxResults: "1000" });
  return Items.find(({ Tags }) => Tags?.[STACK_ID_TAG] === stackId && Tags[LOGICAL_ID_TAG] === context.logicalId)
    ?.ApiId;
}

async function make(properties: Properties, context: ResourceContext): Promise<string> {
  const body = await bodyOf(properties, context);
  const Name = textOf(properties, "Name") ?? (body === undefined ? undefined : nameIn(body));
  if (Name === undefined)
    throw new AwsError({ code: "BadRequestException", message: "Name is required for an API without a Body" });
  const made = await context.aws.apiGatewayV2.createApi({
    Name,
    ProtocolType: (textOf(properties, "ProtocolType") ?? "HTTP") as "HTTP" | "WEBSOCKET",
    Target: textOf(properties, "Target"),
    RouteKey: textOf(properties, "RouteKey"),
    RouteSelectionExpression: textOf(properties, "RouteSelectionExpression"),
    CredentialsArn: textOf(properties, "CredentialsArn"),
    Tags: { ...context.tags, ...textsOf(properties, "Tags") },
  });
  return String(made.ApiId);
}

const DEFINITION = ["BasePath", "Body", "BodyS3Location"];

function withoutDefinition(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !DEFINITION.includes(name)));
}

/** All but what only the creation can say. The properties win over the body. */
async function configure(apiId: string, properties: Properties, context: ResourceContext): Promise<void> {
  const body = await bodyOf(properties, context);
  if (body !== undefined) {
    await context.aws.apiGatewayV2.reimportApi({
      ApiId: apiId,
      Body: body,
      Basepath: textOf(properties, "BasePath"),
      FailOnWarnings: booleanOf(properties, "FailOnWarnings"),
    });
  }
  const cors = properties["CorsConfiguration"];
  await context.aws.apiGatewayV2.updateApi({
    ApiId: apiId,
    Name: textOf(properties, "Name"),
    Description: textOf(properties, "Description"),
    Version: textOf(properties, "Version"),
    DisableExecuteApiEndpoint: booleanOf(properties, "DisableExecuteApiEndpoint"),
    RouteSelectionExpression: textOf(properties, "RouteSelectionExpression"),
    ApiKeySelectionExpression: textOf(properties, "ApiKeySelectionExpression"),
    DisableSchemaValidation: booleanOf(properties, "DisableSchemaValidation"),
    IpAddressType: textOf(properties, "IpAddressType") as "ipv4" | undefined,
    CorsConfiguration: cors === undefined ? undefined : corsOf(cors as Properties),
  });
}

function corsOf(cors: Properties): Cors {
  return { ...(cors as Cors), AllowCredentials: booleanOf(cors, "AllowCredentials"), MaxAge: numberOf(cors, "MaxAge") };
}

/** LIMIT: AWS: "ImportApi": definitions of 6 MB. */
const MOST_BODY_BYTES = 6 * 1024 * 1024;

/** The definition's text: the template's, or an object's. */
async function bodyOf(properties: Properties, { aws }: ResourceContext): Promise<string | undefined> {
  const body = properties["Body"];
  if (body !== undefined) return typeof body === "string" ? body : JSON.stringify(body);
  const location = nodeOf(properties, "BodyS3Location");
  if (location === undefined) return undefined;
  const { Body } = await aws.s3.getObject({
    Bucket: textOf(location, "Bucket"),
    Key: textOf(location, "Key"),
    VersionId: textOf(location, "Version"),
    IfMatch: textOf(location, "Etag"),
  });
  // In the process a body is a stream of bytes.
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of Body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Before the rest is read: an object may be larger than the memory.
    if (size > MOST_BODY_BYTES)
      throw new AwsError({ code: "BadRequestException", message: "API definition exceeds the limit of 6 MB" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The API's name in a definition; what is no definition is refused when it is imported. */
function nameIn(body: string): string {
  return textOf(nodeOf(parseDocument(body), "info") ?? {}, "title") ?? "";
}

async function describe(apiId: string, context: ResourceContext): Promise<ResourceState> {
  const { ApiEndpoint } = await context.aws.apiGatewayV2.getApi({ ApiId: apiId });
  return {
    physicalId: apiId,
    attributes: {
      ApiId: apiId,
      ApiEndpoint,
      ExecuteApiArn: `arn:aws:execute-api:${context.region}:${context.account}:${apiId}`,
    },
  };
}

function arnOf(apiId: string, context: ResourceContext): string {
  return `arn:aws:apigateway:${context.region}::/apis/${apiId}`;
}
