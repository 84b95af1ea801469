// AWS::ApiGateway::RestApi.

import type { EndpointConfiguration, PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { badRequest } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import {
  changeTags,
  defined,
  escapePointer,
  everyApiId,
  everyItem,
  flagOf,
  ifThere,
  isOwn,
  listChanges,
  listOf,
  nodeOf,
  numberOf,
  replacements,
  requiredText,
  shownTags,
  tagsOf,
  textOf,
  textsOf,
} from "./properties.ts";

/** An API, from properties, a definition, or both: then the properties win. Ref is its id. */
export const restApiType: ResourceType = {
  typeName: "AWS::ApiGateway::RestApi",
  properties: [
    "ApiKeySourceType",
    "BinaryMediaTypes",
    "Body",
    "BodyS3Location",
    "CloneFrom",
    "Description",
    "DisableExecuteApiEndpoint",
    "EndpointConfiguration",
    "FailOnWarnings",
    "MinimumCompressionSize",
    "Mode",
    "Name",
    "Parameters",
    "Policy",
    "Tags",
    "Version",
  ],
  keptNotEnforced: {
    "EndpointConfiguration.IpAddressType": "answers over IPv6, too",
    "EndpointConfiguration.VpcEndpointIds": "gives the private API an address of its own for each of the endpoints",
  },

  async create(properties, context) {
    const present = (await everyItem((of) => context.aws.apiGateway.getRestApis(of))).find(({ tags }) =>
      isOwn(tags, context),
    );
    const id = present?.id ?? (await make(properties, context));
    context.identify(id);
    await changeTags(`restapis/${id}`, properties, {}, context);
    await configure(id, properties, await live(id, context), context);
    return describe(id, context);
  },

  read: async (physicalId, context) => await live(physicalId, context),

  list: async (context) => (await everyApiId(context)).map((RestApiId) => ({ RestApiId })),

  async update(physicalId, properties, previous, context) {
    const body = await bodyOf(properties, context);
    if (body !== undefined && isChanged(properties, previous, ["Body", "BodyS3Location", "Mode", "Parameters"]))
      await context.aws.apiGateway.putRestApi({
        restApiId: physicalId,
        // AWS: "Mode": overwrite unless the template says merge.
        mode: textOf(properties, "Mode") === "merge" ? "merge" : "overwrite",
        body,
        failOnWarnings: flagOf(properties, "FailOnWarnings"),
        parameters: textsOf(properties, "Parameters"),
      });
    await configure(physicalId, properties, await live(physicalId, context), context, previous);
    await changeTags(`restapis/${physicalId}`, properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.apiGateway.deleteRestApi({ restApiId: physicalId }));
  },
};

function isChanged(properties: Properties, previous: Properties, names: readonly string[]): boolean {
  return names.some((name) => textOf(properties, name) !== textOf(previous, name));
}

async function make(properties: Properties, context: ResourceContext): Promise<string> {
  const body = await bodyOf(properties, context);
  if (body !== undefined) {
    const imported = await context.aws.apiGateway.importRestApi({
      body,
      failOnWarnings: flagOf(properties, "FailOnWarnings"),
      parameters: textsOf(properties, "Parameters"),
    });
    return imported.id ?? "";
  }
  const name = textOf(properties, "Name");
  if (name === undefined) throw badRequest("Name is required for an API without a Body");
  const made = await context.aws.apiGateway.createRestApi({
    name,
    cloneFrom: textOf(properties, "CloneFrom"),
    minimumCompressionSize: numberOf(properties, "MinimumCompressionSize"),
    endpointConfiguration: endpointOf(properties),
    tags: tagsOf(properties, context),
  });
  return made.id ?? "";
}

function endpointOf(properties: Properties): EndpointConfiguration | undefined {
  const node = nodeOf(properties, "EndpointConfiguration");
  if (node === undefined) return undefined;
  return {
    // The API refuses what is no type of endpoint.
    types: listOf(node, "Types") as EndpointConfiguration["types"],
    vpcEndpointIds: listOf(node, "VpcEndpointIds"),
    ipAddressType: textOf(node, "IpAddressType") as EndpointConfiguration["ipAddressType"],
  };
}

/** The definition, from the template or from a bucket. */
async function bodyOf(properties: Properties, { aws }: ResourceContext): Promise<Uint8Array | undefined> {
  const location = nodeOf(properties, "BodyS3Location");
  const text = textOf(properties, "Body");
  if (text !== undefined) return new TextEncoder().encode(text);
  if (location === undefined) return undefined;
  const { Body } = await aws.s3.getObject({
    Bucket: requiredText(location, "Bucket"),
    Key: requiredText(location, "Key"),
    VersionId: textOf(location, "Version"),
    IfMatch: textOf(location, "ETag"),
  });
  // In the process a body is a stream of bytes.
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of Body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Before the rest is read: an object may be larger than the memory.
    if (size > LIMITS.definitionBytes) throw badRequest("API definition exceeds the limit of 6 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Brings the API from what it has to what the properties say, as far as they say it; `previous` tells what they say no more. */
async function configure(
  restApiId: string,
  properties: Properties,
  present: Properties | undefined,
  context: ResourceContext,
  previous: Properties = {},
): Promise<void> {
  const said = (name: string): boolean => properties[name] !== undefined || previous[name] !== undefined;
  const scalars = Object.entries({
    Name: "/name",
    Description: "/description",
    Version: "/version",
    Policy: "/policy",
    ApiKeySourceType: "/apiKeySource",
    DisableExecuteApiEndpoint: "/disableExecuteApiEndpoint",
    MinimumCompressionSize: "/minimumCompressionSize",
  }).filter(([name]) => said(name));
  const wanted = { ...properties, ApiKeySourceType: textOf(properties, "ApiKeySourceType") ?? "HEADER" };
  const patchOperations: PatchOperation[] = [
    ...replacements(wanted, present ?? {}, Object.fromEntries(scalars)),
    ...(said("BinaryMediaTypes")
      ? listChanges(listOf(properties, "BinaryMediaTypes"), listOf(present ?? {}, "BinaryMediaTypes"), "").map(
          ({ op, value = "" }) => ({ op, path: `/binaryMediaTypes/${escapePointer(value)}` }),
        )
      : []),
    ...endpointChanges(properties, present ?? {}),
  ];
  if (patchOperations.length > 0) await context.aws.apiGateway.updateRestApi({ restApiId, patchOperations });
}

function endpointChanges(properties: Properties, present: Properties): PatchOperation[] {
  const wanted = endpointOf(properties);
  const now = endpointOf(present);
  if (wanted === undefined) return [];
  const [type] = wanted.types ?? [];
  const [nowType = "EDGE"] = now?.types ?? [];
  return [
    ...(type === undefined || type === nowType
      ? []
      : [{ op: "replace", path: `/endpointConfiguration/types/${nowType}`, value: type } as const]),
    ...(wanted.ipAddressType === undefined || wanted.ipAddressType === now?.ipAddressType
      ? []
      : [{ op: "replace", path: "/endpointConfiguration/ipAddressType", value: wanted.ipAddressType } as const]),
    ...listChanges(wanted.vpcEndpointIds, now?.vpcEndpointIds, "/endpointConfiguration/vpcEndpointIds"),
  ];
}

async function live(restApiId: string, { aws }: ResourceContext): Promise<Properties | undefined> {
  const api = await ifThere(() => aws.apiGateway.getRestApi({ restApiId }));
  if (api === undefined) return undefined;
  const { types, ipAddressType, vpcEndpointIds } = api.endpointConfiguration ?? {};
  return defined({
    Name: api.name,
    Description: api.description,
    Version: api.version,
    // The API gives it with quotation marks escaped.
    Policy: api.policy === undefined ? undefined : (JSON.parse(JSON.parse(`"${api.policy}"`) as string) as unknown),
    ApiKeySourceType: api.apiKeySource,
    BinaryMediaTypes: api.binaryMediaTypes,
    MinimumCompressionSize: api.minimumCompressionSize,
    DisableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    EndpointConfiguration: defined({ Types: types, IpAddressType: ipAddressType, VpcEndpointIds: vpcEndpointIds }),
    Tags: shownTags(api.tags),
  });
}

async function describe(restApiId: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { rootResourceId } = await aws.apiGateway.getRestApi({ restApiId });
  return { physicalId: restApiId, attributes: { RestApiId: restApiId, RootResourceId: rootResourceId } };
}
