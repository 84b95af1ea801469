// AWS::ApiGatewayV2::Api.

import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, changeTags, everyApi, ifThere, numberOf, ownTags, textOf, textsOf } from "./properties.ts";

const LOGICAL_ID_TAG = "aws:cloudformation:logical-id";
const STACK_ID_TAG = "aws:cloudformation:stack-id";

/** An HTTP API, from properties or from an OpenAPI body. Ref is its id. */
export const api: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Api",
  properties: [
    "Body",
    "CorsConfiguration",
    "Description",
    "DisableExecuteApiEndpoint",
    "FailOnWarnings",
    "Name",
    "ProtocolType",
    "RouteKey",
    "Tags",
    "Target",
    "Version",
  ],

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
      Tags: ownTags(found.Tags),
    };
  },

  list: async (context) => (await everyApi(context)).map((ApiId) => ({ ApiId })),

  async update(physicalId, properties, previous, context) {
    if (previous["CorsConfiguration"] !== undefined && properties["CorsConfiguration"] === undefined) {
      await context.aws.apiGatewayV2.deleteCorsConfiguration({ ApiId: physicalId });
    }
    await configure(physicalId, properties, context);
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
  const body = bodyOf(properties);
  const Name = textOf(properties, "Name") ?? body?.info?.title;
  if (Name === undefined)
    throw new AwsError({ code: "BadRequestException", message: "Name is required for an API without a Body" });
  const made = await context.aws.apiGatewayV2.createApi({
    Name,
    ProtocolType: (textOf(properties, "ProtocolType") ?? "HTTP") as "HTTP",
    Target: textOf(properties, "Target"),
    RouteKey: textOf(properties, "RouteKey"),
    Tags: { ...context.tags, ...textsOf(properties, "Tags") },
  });
  return String(made.ApiId);
}

/** All but what only the creation can say. The properties win over the body. */
async function configure(apiId: string, properties: Properties, context: ResourceContext): Promise<void> {
  const body = bodyOf(properties);
  if (body !== undefined) {
    await context.aws.apiGatewayV2.reimportApi({
      ApiId: apiId,
      Body: JSON.stringify(body),
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
    CorsConfiguration: cors === undefined ? undefined : corsOf(cors as Properties),
  });
}

function corsOf(cors: Properties): Cors {
  return { ...(cors as Cors), AllowCredentials: booleanOf(cors, "AllowCredentials"), MaxAge: numberOf(cors, "MaxAge") };
}

function bodyOf(properties: Properties): { readonly info?: { readonly title?: string } } | undefined {
  const body = properties["Body"];
  if (body === undefined) return undefined;
  return typeof body === "string" ? (JSON.parse(body) as object) : (body as object);
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
