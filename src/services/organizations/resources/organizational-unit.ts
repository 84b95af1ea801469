// AWS::Organizations::OrganizationalUnit.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { allTags, ifThere, isOurs, liveTags, parentOf, pathOf, rootId, unitsBelow, updateTags } from "./shared.ts";

/** A unit of an organization. Ref is its id. */
export const organizationalUnitType: ResourceType = {
  typeName: "AWS::Organizations::OrganizationalUnit",
  properties: ["Name", "ParentId", "Tags"],

  async create(properties, context) {
    const [Name, ParentId] = [String(properties["Name"]), String(properties["ParentId"])];
    try {
      const { OrganizationalUnit } = await context.aws.organizations.createOrganizationalUnit({
        Name,
        ParentId,
        Tags: allTags(properties, context),
      });
      return await state(String(OrganizationalUnit?.Id), context);
    } catch (error) {
      // An interrupted run of this step made it; one of another's has other tags.
      const isThere = error instanceof AwsError && error.code === "DuplicateOrganizationalUnitException";
      const id = isThere ? await unitNamed(Name, ParentId, context) : undefined;
      if (id === undefined || !(await isOurs(id, context))) throw error;
      return state(id, context);
    }
  },

  async read(physicalId, context) {
    const found = await ifThere(() =>
      context.aws.organizations.describeOrganizationalUnit({ OrganizationalUnitId: physicalId }),
    );
    if (found === undefined) return undefined;
    return {
      Name: found.OrganizationalUnit?.Name,
      ParentId: await parentOf(physicalId, context),
      ...(await liveTags(physicalId, context)),
    };
  },

  async list(context) {
    const root = await rootId(context);
    return root === undefined ? [] : (await unitsBelow(root, context)).map((Id) => ({ Id }));
  },

  async update(physicalId, properties, previous, context) {
    const Name = String(properties["Name"]);
    if (Name !== String(previous["Name"]))
      await context.aws.organizations.updateOrganizationalUnit({ OrganizationalUnitId: physicalId, Name });
    await updateTags(physicalId, properties, previous, context);
    return state(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.organizations.deleteOrganizationalUnit({ OrganizationalUnitId: physicalId }));
  },
};

async function unitNamed(name: string, ParentId: string, { aws }: ResourceContext): Promise<string | undefined> {
  const units = await everyPage(async (NextToken: string | undefined) => {
    const page = await aws.organizations.listOrganizationalUnitsForParent({ ParentId, NextToken });
    return { items: page.OrganizationalUnits, next: page.NextToken };
  });
  return units.find(({ Name }) => Name === name)?.Id;
}

async function state(id: string, context: ResourceContext): Promise<ResourceState> {
  const found = await context.aws.organizations.describeOrganizationalUnit({ OrganizationalUnitId: id });
  return {
    physicalId: id,
    attributes: { Id: id, Arn: found.OrganizationalUnit?.Arn, Path: await pathOf(id, context) },
  };
}
