// Service and resource control policies: what they may say, on what they hang, and those that AWS attaches everywhere.

import type { Policy, PolicySummary } from "@aws-sdk/client-organizations";
import { PolicyError, readPolicy, type PolicyStatement } from "../../iam/policy.ts";
import { RCP_SERVICES } from "../../iam/resource-control.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { constraintViolation, duplicatePolicy, malformedPolicy, notImplemented, policyNotFound } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { FULL_ACCESS_IDS, policyArn } from "./names.ts";
import type { OrganizationRecord, PolicyRecord, PolicyType } from "./records.ts";
import { attach, attachedTo, detach, listParts, loadPart, savePart, targetsOf } from "./repo.ts";

const FULL_ACCESS: Readonly<Record<PolicyType, PolicyRecord>> = {
  SERVICE_CONTROL_POLICY: {
    v: 1,
    id: FULL_ACCESS_IDS.SERVICE_CONTROL_POLICY,
    type: "SERVICE_CONTROL_POLICY",
    name: "FullAWSAccess",
    description: "Allows access to every operation",
    content: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
    isAwsManaged: true,
  },
  RESOURCE_CONTROL_POLICY: {
    v: 1,
    id: FULL_ACCESS_IDS.RESOURCE_CONTROL_POLICY,
    type: "RESOURCE_CONTROL_POLICY",
    name: "RCPFullAWSAccess",
    description: "Allows access to every resource",
    content: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
    }),
    isAwsManaged: true,
  },
};

/** The type of a request; throws NotImplemented for those of which nothing would be enforced. */
export function requireType(type: string): PolicyType {
  if (type === "SERVICE_CONTROL_POLICY" || type === "RESOURCE_CONTROL_POLICY") return type;
  throw notImplemented(`The policy type ${type}`);
}

export function requirePolicy(tx: ReadTx, { id }: OrganizationRecord, policyId: string): PolicyRecord {
  const policy = loadPart(tx, id, "policy", policyId);
  if (policy === undefined) throw policyNotFound();
  return policy;
}

/** Makes a type's policy of AWS's own, if it is not there yet. */
export function addFullAccess(tx: WriteTx, organizationId: string, type: PolicyType): void {
  savePart(tx, organizationId, "policy", FULL_ACCESS[type]);
}

/** AWS: "EnablePolicyType": FullAWSAccess, or RCPFullAWSAccess, is attached to the root, every unit and every account. */
export function attachFullAccess(tx: WriteTx, organization: OrganizationRecord, type: PolicyType): void {
  addFullAccess(tx, organization.id, type);
  const targets = [
    organization.rootId,
    ...listParts(tx, organization.id, "unit").map(({ id }) => id),
    ...listParts(tx, organization.id, "member").map(({ account }) => account),
  ];
  for (const target of targets) attach(tx, organization.id, FULL_ACCESS_IDS[type], target);
}

/** What is new in the tree gets AWS's own policies of the types that are enabled. */
export function attachDefaults(tx: WriteTx, organization: OrganizationRecord, target: string): void {
  for (const type of organization.enabledTypes) attach(tx, organization.id, FULL_ACCESS_IDS[type], target);
}

/** The policies of a type that hang on a root, a unit or an account. */
export function policiesOn(
  tx: ReadTx,
  { id }: OrganizationRecord,
  target: string,
  type: PolicyType,
): readonly PolicyRecord[] {
  return attachedTo(tx, id, target).flatMap((policyId) => {
    const policy = loadPart(tx, id, "policy", policyId);
    return policy?.type === type ? [policy] : [];
  });
}

/** What goes takes along what hung on it. */
export function detachAll(tx: WriteTx, { id }: OrganizationRecord, target: string): void {
  for (const policy of attachedTo(tx, id, target)) detach(tx, id, policy, target);
}

/** AWS: "DisablePolicyType": all policies of the type are detached, and stay. */
export function detachEverywhere(tx: WriteTx, { id }: OrganizationRecord, type: PolicyType): void {
  for (const policy of listParts(tx, id, "policy").filter((each) => each.type === type))
    for (const target of targetsOf(tx, id, policy.id)) detach(tx, id, policy.id, target);
}

/** Throws unless the text can be a policy of the type. */
export function checkContent(content: string, type: PolicyType): void {
  if (content.length > LIMITS.policyCharacters)
    throw constraintViolation("You have exceeded the allowed policy size.", "POLICY_CONTENT_LIMIT_EXCEEDED");
  try {
    const { version, statements } = readPolicy(content);
    const isSound = type === "SERVICE_CONTROL_POLICY" ? isServiceControl : isResourceControl;
    const isReadable =
      statements.length > 0 && statements.every((statement) => !("unreadable" in statement) && isSound(statement));
    if (version !== "2012-10-17" || !isReadable) throw malformedPolicy();
  } catch (error) {
    throw error instanceof PolicyError ? malformedPolicy() : error;
  }
}

/** AWS: "SCP syntax": no Principal; it grants nothing by itself. */
function isServiceControl({ principal, notPrincipal, resource, notResource }: PolicyStatement): boolean {
  return principal === undefined && notPrincipal === undefined && (resource ?? notResource) !== undefined;
}

/**
 * AWS: "RCP syntax": Allow is RCPFullAWSAccess's alone; "You can only specify * in the Principal element"; NotPrincipal and NotAction are not
 * supported; an action names a service that supports RCPs, and "*" alone is not allowed.
 */
function isResourceControl(statement: PolicyStatement): boolean {
  const { effect, principal, notPrincipal, action, resource, notResource } = statement;
  const isEverybody = principal === "*" || (principal?.AWS?.length === 1 && principal.AWS[0] === "*");
  return (
    effect === "Deny" &&
    isEverybody &&
    notPrincipal === undefined &&
    (resource ?? notResource) !== undefined &&
    (action ?? []).length > 0 &&
    (action ?? []).every((each) => RCP_SERVICES.has(each.slice(0, each.indexOf(":")).toLowerCase()))
  );
}

/** Throws if another policy of the organization has the name. */
export function checkName(tx: ReadTx, { id }: OrganizationRecord, name: string, ownId?: string): void {
  if (listParts(tx, id, "policy").some((each) => each.name === name && each.id !== ownId)) throw duplicatePolicy();
}

export function summarise(organization: OrganizationRecord, policy: PolicyRecord): PolicySummary {
  return {
    Id: policy.id,
    Arn: policyArn(organization, policy),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.isAwsManaged,
  };
}

export function showPolicy(organization: OrganizationRecord, policy: PolicyRecord): Policy {
  return { PolicySummary: summarise(organization, policy), Content: policy.content };
}
