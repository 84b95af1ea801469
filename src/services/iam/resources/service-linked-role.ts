// AWS::IAM::ServiceLinkedRole.

import { LINKED_PATH } from "../../../iam/directory/linked-roles.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { everyEntity } from "./entity-policies.ts";
import { ifThere, textOf } from "./properties.ts";

/** The role that a service has in the account. Ref is its name. No service here takes a suffix, so `CustomSuffix` is refused. */
export const serviceLinkedRoleType: ResourceType = {
  typeName: "AWS::IAM::ServiceLinkedRole",
  properties: ["AWSServiceName", "Description"],

  async create(properties, { aws: { iam } }) {
    const { Role } = await iam.createServiceLinkedRole({
      AWSServiceName: textOf(properties, "AWSServiceName") ?? "",
      Description: textOf(properties, "Description"),
    });
    return state(Role?.RoleName ?? "");
  },

  async read(physicalId, { aws: { iam } }) {
    const found = await ifThere(() => iam.getRole({ RoleName: physicalId }));
    const { Path = "/", Description } = found?.Role ?? {};
    if (!Path.startsWith(LINKED_PATH)) return undefined;
    return {
      RoleName: physicalId,
      AWSServiceName: Path.slice(LINKED_PATH.length, -1),
      ...(Description === undefined ? {} : { Description }),
    };
  },

  async list({ aws: { iam } }) {
    const roles = await everyEntity(
      (input) => iam.listRoles({ ...input, PathPrefix: LINKED_PATH }),
      ({ Roles }) => Roles,
    );
    return roles.map(({ RoleName }) => ({ RoleName }));
  },

  async update(physicalId, properties, _previous, { aws: { iam } }) {
    await iam.updateRoleDescription({ RoleName: physicalId, Description: textOf(properties, "Description") ?? "" });
    return state(physicalId);
  },

  async delete(physicalId, _properties, { aws: { iam } }) {
    await ifThere(() => iam.deleteServiceLinkedRole({ RoleName: physicalId }));
  },
};

function state(roleName: string) {
  return { physicalId: roleName, attributes: { RoleName: roleName } };
}
