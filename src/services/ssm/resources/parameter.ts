// AWS::SSM::Parameter.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { parameterArn } from "../name.ts";

/** A parameter. Ref is its name. */
export const parameterType: ResourceType = {
  typeName: "AWS::SSM::Parameter",
  properties: ["AllowedPattern", "DataType", "Description", "Name", "Policies", "Tags", "Tier", "Type", "Value"],

  async create(properties, context) {
    const given = properties["Name"];
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 512 });
    const tags = { ...context.tags, ...readTags(properties) };
    try {
      await context.aws.ssm.putParameter({
        ...readInput(name, properties),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      });
    } catch (error) {
      // What an interrupted run of this very step left has this stack's tags.
      if (!(error instanceof AwsError) || error.code !== "ParameterAlreadyExists" || !(await isOurs(name, context)))
        throw error;
    }
    return describe(name, properties, context);
  },

  async read(physicalId, context) {
    const { Parameters = [] } = await context.aws.ssm.getParameters({ Names: [physicalId] });
    const [parameter] = Parameters;
    if (parameter === undefined) return undefined;
    const { Parameters: [metadata] = [] } = await context.aws.ssm.describeParameters({
      ParameterFilters: [{ Key: "Name", Values: [physicalId] }],
    });
    const tags = Object.entries(await listTags(physicalId, context)).filter(([key]) => !key.startsWith("aws:"));
    return {
      Name: parameter.Name,
      Type: parameter.Type,
      Value: parameter.Value,
      DataType: parameter.DataType,
      Tier: metadata?.Tier,
      ...(metadata?.Description === undefined ? {} : { Description: metadata.Description }),
      ...(metadata?.AllowedPattern === undefined ? {} : { AllowedPattern: metadata.AllowedPattern }),
      Tags: Object.fromEntries(tags),
    };
  },

  async list({ aws }) {
    const parameters = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ssm.describeParameters({ NextToken });
      return { items: answer.Parameters, next: answer.NextToken };
    });
    // AWS: no template can make a SecureString.
    return parameters.flatMap(({ Name, Type }) => (Name === undefined || Type === "SecureString" ? [] : { Name }));
  },

  async update(physicalId, properties, previous, context) {
    const { Description = "", AllowedPattern = "", ...input } = readInput(physicalId, properties);
    await context.aws.ssm.putParameter({ ...input, Description, AllowedPattern, Overwrite: true });
    const tags = { ...context.tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !(key in tags));
    const resource = { ResourceType: "Parameter", ResourceId: physicalId } as const;
    if (gone.length > 0) await context.aws.ssm.removeTagsFromResource({ ...resource, TagKeys: gone });
    if (Object.keys(tags).length > 0)
      await context.aws.ssm.addTagsToResource({
        ...resource,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      });
    return describe(physicalId, properties, context);
  },

  async delete(physicalId, _properties, context) {
    await context.aws.ssm.deleteParameters({ Names: [physicalId] });
  },
};

function readInput(name: string, properties: Properties) {
  const text = (property: string): string | undefined => {
    const value = properties[property];
    return value === undefined || value === null
      ? undefined
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  };
  const optional = (property: string): Record<string, string> => {
    const value = text(property);
    return value === undefined ? {} : { [property]: value };
  };
  return {
    Name: name,
    Value: text("Value") ?? "",
    Type: text("Type") as "String",
    ...(optional("Tier") as { Tier?: "Standard" }),
    ...(optional("Description") as { Description?: string }),
    ...(optional("AllowedPattern") as { AllowedPattern?: string }),
    ...(optional("DataType") as { DataType?: string }),
    ...(optional("Policies") as { Policies?: string }),
  };
}

function describe(name: string, properties: Properties, context: ResourceContext): ResourceState {
  const { Type, Value } = properties;
  return { physicalId: name, attributes: { Arn: parameterArn(context, name), Type, Value } };
}

async function isOurs(name: string, context: ResourceContext): Promise<boolean> {
  const tags = await listTags(name, context);
  return (
    tags["aws:cloudformation:stack-id"] === context.stackId &&
    tags["aws:cloudformation:logical-id"] === context.logicalId
  );
}

async function listTags(name: string, context: ResourceContext): Promise<Record<string, string>> {
  const { TagList = [] } = await context.aws.ssm.listTagsForResource({ ResourceType: "Parameter", ResourceId: name });
  return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]));
}

// The template has a map here, not a list.
function readTags(properties: Properties): Record<string, string> {
  const tags = (properties["Tags"] ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}
