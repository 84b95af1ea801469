// AWS::ApiGateway::Model.

import type { ResourceType } from "../../../service/resource-type.ts";
import { apiOfPart, everyPart, ifThere, replacements, requiredText, textOf } from "./properties.ts";

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

  async read(physicalId, context, known) {
    const get = (restApiId: string) => context.aws.apiGateway.getModel({ restApiId, modelName: physicalId });
    const restApiId = await apiOfPart(context, known, get);
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => get(restApiId));
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
    // The identifier has no API in it: it identifies only a name that one API alone has.
    const names = parts.map(({ part }) => part.name ?? "");
    return names.filter((name) => names.indexOf(name) === names.lastIndexOf(name)).map((Name) => ({ Name }));
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
