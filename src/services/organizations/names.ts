// ARNs and ids of an organization's things. AWS: API Reference, the patterns of "OrganizationArn" and the others.

import { formatArn } from "../../kernel/arns.ts";
import type { Random } from "../../kernel/random.ts";
import type { HandshakeRecord, OrganizationRecord, PolicyRecord, PolicyType } from "./records.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export const newOrganizationId = (random: Random): string => `o-${random.text(10, LETTERS)}`;
export const newRootId = (random: Random): string => `r-${random.text(4, LETTERS)}`;
/** A unit's id names its root. */
export const newUnitId = (random: Random, rootId: string): string =>
  `ou-${rootId.slice("r-".length)}-${random.text(8, LETTERS)}`;
export const newPolicyId = (random: Random): string => `p-${random.text(8, LETTERS)}`;
export const newCreationId = (random: Random): string => `car-${random.text(32, "0123456789abcdef")}`;
export const newHandshakeId = (random: Random): string => `h-${random.text(32, "0123456789abcdef")}`;

type Named = Pick<OrganizationRecord, "id" | "managementAccount">;

const arn = (account: string, resource: string): string => formatArn("organizations", "", account, resource);

export const organizationArn = ({ id, managementAccount }: Named): string =>
  arn(managementAccount, `organization/${id}`);
export const rootArn = ({ id, managementAccount }: Named, rootId: string): string =>
  arn(managementAccount, `root/${id}/${rootId}`);
export const unitArn = ({ id, managementAccount }: Named, unitId: string): string =>
  arn(managementAccount, `ou/${id}/${unitId}`);
export const accountArn = ({ id, managementAccount }: Named, account: string): string =>
  arn(managementAccount, `account/${id}/${account}`);
export const policyArn = (
  { id, managementAccount }: Named,
  policy: Pick<PolicyRecord, "id" | "isAwsManaged" | "type">,
) => {
  const name = `${policy.type.toLowerCase()}/${policy.id}`;
  return policy.isAwsManaged ? arn("aws", `policy/${name}`) : arn(managementAccount, `policy/${id}/${name}`);
};
export const handshakeArn = ({ organizationId, managementAccount, id }: HandshakeRecord): string =>
  arn(managementAccount, `handshake/${organizationId}/invite/${id}`);

/** The ARN of whatever has an id; `typeOf` knows the types of policies. */
export function arnOfId(
  organization: OrganizationRecord,
  id: string,
  typeOf: (policyId: string) => PolicyType | undefined,
): string {
  if (id.startsWith("r-")) return rootArn(organization, id);
  if (id.startsWith("ou-")) return unitArn(organization, id);
  if (id.startsWith("p-")) {
    const isAwsManaged = Object.values(FULL_ACCESS_IDS).includes(id);
    return policyArn(organization, { id, type: typeOf(id) ?? "SERVICE_CONTROL_POLICY", isAwsManaged });
  }
  return accountArn(organization, id);
}

/** AWS: the policies that are attached everywhere when their type is enabled. */
export const FULL_ACCESS_IDS: Readonly<Record<PolicyType, string>> = {
  SERVICE_CONTROL_POLICY: "p-FullAWSAccess",
  RESOURCE_CONTROL_POLICY: "p-RCPFullAWSAccess",
};
