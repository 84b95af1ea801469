// AWS::ApiGatewayV2::Model, of WebSocket APIs.

import type { CreateModelCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyPart, ifThere, textOf } from "./properties.ts";

/** What messages look like. Ref is its id. */
export const model: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Model",
  properties: ["ApiId", "ContentType", "Description", "Name", "Schema"],

  async create(properties, context) {
    const input = inputOf(properties);
    // What an interrupted creation left has this name: an API has no two of one.
    const { Items = [] } = await context.aws.apiGatewayV2.getModels({ ApiId: input.ApiId, MaxResults: "1000" });
    const left = Items.find(({ Name }) => Name === input.Name)?.ModelId;
    if (left === undefined) return stateOf((await context.aws.apiGatewayV2.createModel(input)).ModelId);
    await context.aws.apiGatewayV2.updateModel({ ...input, ModelId: left });
    return stateOf(left);
  },

  async read(physicalId, context, known) {
    const ApiId = known === undefined ? undefined : textOf(known, "ApiId");
    if (ApiId === undefined) return undefined;
    const found = await ifThere(() => context.aws.apiGatewayV2.getModel({ ApiId, ModelId: physicalId }));
    if (found === undefined) return undefined;
    const { ContentType, Description, Name, Schema = "{}" } = found;
    return {
      ApiId,
      Name,
      ContentType,
      Schema: JSON.parse(Schema) as Properties,
      ...(Description === undefined ? {} : { Description }),
    };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getModels(of));
    return parts.map(({ ApiId, part }) => ({ ApiId, ModelId: part.ModelId ?? "" }));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.apiGatewayV2.updateModel({ ...inputOf(properties), ModelId: physicalId });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, context) {
    await ifThere(() =>
      context.aws.apiGatewayV2.deleteModel({ ApiId: textOf(properties, "ApiId"), ModelId: physicalId }),
    );
  },
};

function inputOf(properties: Properties): CreateModelCommandInput {
  const schema = properties["Schema"];
  return {
    ApiId: textOf(properties, "ApiId"),
    ContentType: textOf(properties, "ContentType"),
    Description: textOf(properties, "Description"),
    Name: textOf(properties, "Name"),
    Schema: typeof schema === "string" ? schema : JSON.stringify(schema ?? {}),
  };
}

function stateOf(id: string | undefined): ResourceState {
  return { physicalId: String(id), attributes: { ModelId: String(id) } };
}
