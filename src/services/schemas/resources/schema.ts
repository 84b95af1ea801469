// AWS::EventSchemas::Schema.

import type { Type } from "@aws-sdk/client-schemas";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { parseSchemasArn } from "../names.ts";
import { changeTags, ifThere, isError, isOurs, readTags, tagsOf, text } from "./answers.ts";

/** A schema. Ref is its ARN; an update of its content is a new version. */
export const schemaType: ResourceType = {
  typeName: "AWS::EventSchemas::Schema",
  properties: ["Content", "Description", "RegistryName", "SchemaName", "Tags", "Type"],

  async create(properties, context) {
    const names = {
      RegistryName: registryNameOf(String(properties["RegistryName"])),
      SchemaName: text(properties["SchemaName"]) ?? context.generateName({ maxLength: 385 }),
    };
    try {
      await context.aws.schemas.createSchema({
        ...names,
        Content: String(properties["Content"]),
        Type: String(properties["Type"]) as Type,
        Description: text(properties["Description"]),
        Tags: { ...context.tags, ...tagsOf(properties) },
      });
    } catch (error) {
      if (!isError(error, "ConflictException")) throw error;
      // An interrupted run of this step made it; a schema of another's stays theirs.
      const { Tags } = await context.aws.schemas.describeSchema(names);
      if (!isOurs(context, Tags)) throw error;
    }
    return stateOf(context, names);
  },

  async read(physicalId, { aws }) {
    const names = namesOf(physicalId);
    const schema = await ifThere(() => aws.schemas.describeSchema(names));
    if (schema === undefined) return undefined;
    const { Content, Description, Tags, Type: type } = schema;
    return {
      ...names,
      Content,
      Type: type,
      ...(Description === undefined ? {} : { Description }),
      ...readTags(Tags),
    };
  },

  async list({ aws }) {
    const registries = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.schemas.listRegistries({ NextToken });
      return { items: answer.Registries, next: answer.NextToken };
    });
    const found: { SchemaArn: string }[] = [];
    for (const { RegistryName = "" } of registries) {
      const all = await everyPage(async (NextToken: string | undefined) => {
        const answer = await aws.schemas.listSchemas({ RegistryName, NextToken });
        return { items: answer.Schemas, next: answer.NextToken };
      });
      found.push(...all.map(({ SchemaArn = "" }) => ({ SchemaArn })));
    }
    return found;
  },

  async update(physicalId, properties, previous, context) {
    const names = namesOf(physicalId);
    await context.aws.schemas.updateSchema({
      ...names,
      Content: String(properties["Content"]),
      Type: String(properties["Type"]) as Type,
      Description: text(properties["Description"]) ?? "",
    });
    await changeTags(context, physicalId, properties, previous);
    return stateOf(context, names);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.schemas.deleteSchema(namesOf(physicalId)));
  },
};

interface Names {
  readonly RegistryName: string;
  readonly SchemaName: string;
}

function namesOf(arn: string): Names {
  const named = parseSchemasArn(arn);
  return named?.kind === "schema"
    ? { RegistryName: named.registry, SchemaName: named.schema }
    : { RegistryName: "", SchemaName: "" };
}

/** Templates give registries by name or, as Ref has it, by ARN. */
function registryNameOf(value: string): string {
  const named = parseSchemasArn(value);
  return named?.kind === "registry" ? named.registry : value;
}

async function stateOf({ aws }: ResourceContext, names: Names): Promise<ResourceState> {
  const {
    SchemaArn = "",
    SchemaName,
    SchemaVersion,
    LastModified,
    VersionCreatedDate,
  } = await aws.schemas.describeSchema(names);
  return {
    physicalId: SchemaArn,
    attributes: {
      SchemaArn,
      SchemaName,
      SchemaVersion,
      LastModified: LastModified?.toISOString(),
      VersionCreatedDate: VersionCreatedDate?.toISOString(),
    },
  };
}
