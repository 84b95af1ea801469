// AWS::ApiGateway::Model.

import type { ResourceType } from "../../../service/resource-type.ts";
import { everyPart, ifThere, replacements, requiredText, textOf } from "./properties.ts";

/** A schema of bodies. Ref is its name. */
export const model: ResourceType = {
  typeName: "AWS::ApiGateway::Model",
  properties: ["ContentType", "Description", "Name", "RestApiId", "Schema"],

  async create(properties, context) {
    const restApiId = requiredText(properties, "RestApiId");
    // AWS: names are alphanumeric, so are those that CloudFormation makes.
    const name =
      textOf(properties, "Name") ??
      context.generateName({ separator: "", maxLength: 128 }).replaceAll(/[^A-Za-z0-9]/g, "");
    const schema = textOf(properties, "Schema") ?? "{}";
    const contentType = textOf(properties, "ContentType") ?? "application/json";
    const present = await ifThere(() => context.aws.apiGateway.getModel({ restApiId, modelName: name }));
    // The very same is what an interrupted creation left; another of this name is a conflict, which the API tells.
    if (present?.schema !== schema || present.contentType !== contentType)
      await context.aws.apiGateway.createModel({
        restApiId,
        name,
        description: textOf(properties, "Description"),
        schema,
        contentType,
      });
    return { physicalId: name, attributes: {} };
  },

  async read(physicalId, { aws }, known) {
    const restApiId = known === undefined ? undefined : textOf(known, "RestApiId");
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGateway.getModel({ restApiId, modelName: physicalId }));
    if (found === undefined) return undefined;
    return {
      RestApiId: restApiId,
      Name: found.name,
      ContentType: found.contentType,
      ...(found.description === undefined ? {} : { Description: found.description }),
      ...(found.schema === undefined ? {} : { Schema: JSON.parse(found.schema) as unknown }),
    };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getModels(of));
    return parts.map(({ part }) => ({ Name: part.name ?? "" }));
  },

  async update(physicalId, properties, previous, { aws }) {
    const patchOperations = replacements(properties, previous, { Description: "/description", Schema: "/schema" });
    const restApiId = requiredText(properties, "RestApiId");
    if (patchOperations.length > 0)
      await aws.apiGateway.updateModel({ restApiId, modelName: physicalId, patchOperations });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGateway.deleteModel({ restApiId: requiredText(properties, "RestApiId"), modelName: physicalId }),
    );
  },
};
