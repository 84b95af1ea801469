// AWS::EventSchemas::Registry.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { registryArn } from "../names.ts";
import { changeTags, ifThere, isError, isOurs, readTags, tagsOf, text } from "./answers.ts";

/** A registry. Ref is its ARN. */
export const registryType: ResourceType = {
  typeName: "AWS::EventSchemas::Registry",
  properties: ["Description", "RegistryName", "Tags"],

  async create(properties, context) {
    const RegistryName = text(properties["RegistryName"]) ?? context.generateName({ maxLength: 64 });
    try {
      const Tags = { ...context.tags, ...tagsOf(properties) };
      await context.aws.schemas.createRegistry({ RegistryName, Description: text(properties["Description"]), Tags });
    } catch (error) {
      // An interrupted run of this step made it; a registry of another's stays theirs.
      const { Tags } = await context.aws.schemas.describeRegistry({ RegistryName });
      if (!isError(error, "ConflictException") || !isOurs(context, Tags)) throw error;
    }
    return stateOf(context, RegistryName);
  },

  async read(physicalId, { aws }) {
    const registry = await ifThere(() => aws.schemas.describeRegistry({ RegistryName: nameOf(physicalId) }));
    if (registry === undefined) return undefined;
    const { RegistryName, Description, Tags } = registry;
    return { RegistryName, ...(Description === undefined ? {} : { Description }), ...readTags(Tags) };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.schemas.listRegistries({ NextToken });
      return { items: answer.Registries, next: answer.NextToken };
    });
    return all.map(({ RegistryArn = "" }) => ({ RegistryArn }));
  },

  async update(physicalId, properties, previous, context) {
    const RegistryName = nameOf(physicalId);
    await context.aws.schemas.updateRegistry({ RegistryName, Description: text(properties["Description"]) ?? "" });
    await changeTags(context, physicalId, properties, previous);
    return stateOf(context, RegistryName);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.schemas.deleteRegistry({ RegistryName: nameOf(physicalId) }));
  },
};

function stateOf(context: ResourceContext, RegistryName: string): ResourceState {
  const RegistryArn = registryArn(context, RegistryName);
  return { physicalId: RegistryArn, attributes: { RegistryArn, RegistryName } };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
