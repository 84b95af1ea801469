// Service control policies: what they may say, on what they hang, and the one that AWS attaches everywhere.

import type { Policy, PolicySummary } from "@aws-sdk/client-organizations";
import { PolicyError, readPolicy } from "../../iam/policy.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { constraintViolation, duplicatePolicy, malformedPolicy, notImplemented, policyNotFound } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { FULL_ACCESS_ID, policyArn } from "./names.ts";
import type { OrganizationRecord, PolicyRecord, PolicyType } from "./records.ts";
import { attach, attachedTo, detach, listParts, loadPart, savePart, targetsOf } from "./repo.ts";

const FULL_ACCESS: PolicyRecord = {
  v: 1,
  id: FULL_ACCESS_ID,
  type: "SERVICE_CONTROL_POLICY",
  name: "FullAWSAccess",
  description: "Allows access to every operation",
  content: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
  isAwsManaged: true,
};

/** The type of a request; throws NotImplemented for those of which nothing would be enforced. */
export function requireType(type: string): PolicyType {
  if (type !== "SERVICE_CONTROL_POLICY") throw notImplemented(`The policy type ${type}`);
  return type;
}

export function requirePolicy(tx: ReadTx, { id }: OrganizationRecord, policyId: string): PolicyRecord {
  const policy = loadPart(tx, id, "policy", policyId);
  if (policy === undefined) throw policyNotFound();
  return policy;
}

/** Makes the policy that is there from the beginning. */
export function addFullAccess(tx: WriteTx, organizationId: string): void {
  savePart(tx, organizationId, "policy", FULL_ACCESS);
}

/** AWS: "EnablePolicyType": FullAWSAccess is attached to the root, every unit and every account. */
export function attachFullAccess(tx: WriteTx, organization: OrganizationRecord): void {
  const targets = [
    organization.rootId,
    ...listParts(tx, organization.id, "unit").map(({ id }) => id),
    ...listParts(tx, organization.id, "member").map(({ account }) => account),
  ];
  for (const target of targets) attach(tx, organization.id, FULL_ACCESS_ID, target);
}

/** What is new in the tree gets FullAWSAccess where service control policies are enabled. */
export function attachDefaults(tx: WriteTx, organization: OrganizationRecord, target: string): void {
  if (organization.enabledTypes.includes("SERVICE_CONTROL_POLICY")) attach(tx, organization.id, FULL_ACCESS_ID, target);
}

/** What goes takes along what hung on it. */
export function detachAll(tx: WriteTx, { id }: OrganizationRecord, target: string): void {
  for (const policy of attachedTo(tx, id, target)) detach(tx, id, policy, target);
}

/** AWS: "DisablePolicyType": all policies of the type are detached, and stay. */
export function detachEverywhere(tx: WriteTx, { id }: OrganizationRecord): void {
  for (const policy of listParts(tx, id, "policy"))
    for (const target of targetsOf(tx, id, policy.id)) detach(tx, id, policy.id, target);
}

/** Throws unless the text can be a service control policy. AWS: "SCP syntax": no Principal; it grants nothing by itself. */
export function checkContent(content: string): void {
  if (content.length > LIMITS.policyCharacters)
    throw constraintViolation("You have exceeded the allowed policy size.", "POLICY_CONTENT_LIMIT_EXCEEDED");
  try {
    const { version, statements } = readPolicy(content);
    const isReadable =
      statements.length > 0 &&
      statements.every(
        (statement) =>
          !("unreadable" in statement) &&
          statement.principal === undefined &&
          statement.notPrincipal === undefined &&
          (statement.resource ?? statement.notResource) !== undefined,
      );
    if (version !== "2012-10-17" || !isReadable) throw malformedPolicy();
  } catch (error) {
    throw error instanceof PolicyError ? malformedPolicy() : error;
  }
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
