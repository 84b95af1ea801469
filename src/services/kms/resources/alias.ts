// AWS::KMS::Alias.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./properties.ts";

/** An alias. Ref is its name. */
export const aliasType: ResourceType = {
  typeName: "AWS::KMS::Alias",
  properties: ["AliasName", "TargetKeyId"],

  async create(properties, context) {
    const AliasName = String(properties["AliasName"]);
    try {
      await context.aws.kms.createAlias({ AliasName, TargetKeyId: String(properties["TargetKeyId"]) });
    } catch (error) {
      // An interrupted run of this very step left the alias on the same key: there is nothing else to know it by.
      const isThere = error instanceof AwsError && error.code === "AlreadyExistsException";
      if (!isThere || !(await isOnKey(AliasName, properties, context))) throw error;
    }
    return { physicalId: AliasName, attributes: {} };
  },

  async read(physicalId, context, known = {}) {
    const TargetKeyId = await targetOf(physicalId, context);
    if (TargetKeyId === undefined) return undefined;
    // The template may name the key by its ARN; the alias knows the id.
    const given = String(known["TargetKeyId"]);
    return { AliasName: physicalId, TargetKeyId: given.endsWith(`/${TargetKeyId}`) ? given : TargetKeyId };
  },

  async list(context) {
    const aliases = await everyAlias(context);
    return aliases.flatMap(({ AliasName = "" }) => (AliasName.startsWith("alias/aws/") ? [] : [{ AliasName }]));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.kms.updateAlias({ AliasName: physicalId, TargetKeyId: String(properties["TargetKeyId"]) });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.kms.deleteAlias({ AliasName: physicalId }));
  },
};

async function isOnKey(name: string, properties: Properties, context: ResourceContext): Promise<boolean> {
  const target = await targetOf(name, context);
  return target !== undefined && String(properties["TargetKeyId"]).endsWith(target);
}

async function targetOf(name: string, context: ResourceContext): Promise<string | undefined> {
  return (await everyAlias(context)).find(({ AliasName }) => AliasName === name)?.TargetKeyId;
}

function everyAlias({ aws }: Pick<ResourceContext, "aws">) {
  return everyPage(async (Marker: string | undefined) => {
    const answer = await aws.kms.listAliases({ Limit: 100, Marker });
    return { items: answer.Aliases, next: answer.NextMarker };
  });
}
