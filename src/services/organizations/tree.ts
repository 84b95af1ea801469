// The tree of an organization: a root, units within units, and accounts at the leaves.

import type { Account, OrganizationalUnit, PolicyTargetSummary, Root } from "@aws-sdk/client-organizations";
import type { ReadTx } from "../../store/store.ts";
import { accountNotFound, parentNotFound, targetNotFound, unitNotFound } from "./errors.ts";
import { accountArn, rootArn, unitArn } from "./names.ts";
import type { MemberRecord, OrganizationRecord, UnitRecord } from "./records.ts";
import { listParts, loadPart } from "./repo.ts";

export function requireUnit(tx: ReadTx, { id }: OrganizationRecord, unitId: string): UnitRecord {
  const unit = loadPart(tx, id, "unit", unitId);
  if (unit === undefined) throw unitNotFound();
  return unit;
}

export function requireMember(tx: ReadTx, { id }: OrganizationRecord, account: string): MemberRecord {
  const member = loadPart(tx, id, "member", account);
  if (member === undefined) throw accountNotFound();
  return member;
}

/** True for the root and for each unit. */
export function isParent(tx: ReadTx, organization: OrganizationRecord, id: string): boolean {
  return id === organization.rootId || loadPart(tx, organization.id, "unit", id) !== undefined;
}

/** Throws unless it is the root or a unit. */
export function requireParent(tx: ReadTx, organization: OrganizationRecord, id: string): void {
  if (!isParent(tx, organization, id)) throw parentNotFound();
}

/** Throws unless policies can hang on it: the root, a unit, an account. */
export function requireTarget(tx: ReadTx, organization: OrganizationRecord, id: string): void {
  if (!isParent(tx, organization, id) && loadPart(tx, organization.id, "member", id) === undefined)
    throw targetNotFound();
}

/** The ids from the root down to what has this parent. */
export function pathTo(tx: ReadTx, organization: OrganizationRecord, parentId: string): readonly string[] {
  const path: string[] = [];
  for (let id = parentId; id !== organization.rootId;) {
    path.unshift(id);
    id = requireUnit(tx, organization, id).parentId;
  }
  return [organization.rootId, ...path];
}

/** The units directly within a parent. */
export function unitsIn(tx: ReadTx, { id }: OrganizationRecord, parentId: string): readonly UnitRecord[] {
  return listParts(tx, id, "unit").filter((unit) => unit.parentId === parentId);
}

/** The accounts directly within a parent. */
export function membersIn(tx: ReadTx, { id }: OrganizationRecord, parentId: string): readonly MemberRecord[] {
  return listParts(tx, id, "member").filter((member) => member.parentId === parentId);
}

/** AWS: "Path": "o-exampleorgid/r-examplerootid111/ou-.../123456789012/". */
function pathText(tx: ReadTx, organization: OrganizationRecord, parentId: string, id: string): string {
  return `${[organization.id, ...pathTo(tx, organization, parentId), id].join("/")}/`;
}

export function showRoot(organization: OrganizationRecord): Root {
  return {
    Id: organization.rootId,
    Arn: rootArn(organization, organization.rootId),
    Name: "Root",
    PolicyTypes: organization.enabledTypes.map((Type) => ({ Type, Status: "ENABLED" })),
  };
}

export function showUnit(tx: ReadTx, organization: OrganizationRecord, unit: UnitRecord): OrganizationalUnit {
  return {
    Id: unit.id,
    Arn: unitArn(organization, unit.id),
    Name: unit.name,
    Path: pathText(tx, organization, unit.parentId, unit.id),
  };
}

export function showAccount(tx: ReadTx, organization: OrganizationRecord, member: MemberRecord): Account {
  return {
    Id: member.account,
    Arn: accountArn(organization, member.account),
    Email: member.email,
    Name: member.name,
    Status: member.isClosed ? "SUSPENDED" : "ACTIVE",
    State: member.isClosed ? "SUSPENDED" : "ACTIVE",
    Paths: [pathText(tx, organization, member.parentId, member.account)],
    JoinedMethod: member.joinedMethod,
    JoinedTimestamp: new Date(member.joinedAtMs),
  };
}

/** What a policy hangs on. */
export function showTarget(tx: ReadTx, organization: OrganizationRecord, id: string): PolicyTargetSummary {
  if (id === organization.rootId) return { TargetId: id, Arn: rootArn(organization, id), Name: "Root", Type: "ROOT" };
  const unit = loadPart(tx, organization.id, "unit", id);
  if (unit !== undefined)
    return { TargetId: id, Arn: unitArn(organization, id), Name: unit.name, Type: "ORGANIZATIONAL_UNIT" };
  const { name } = requireMember(tx, organization, id);
  return { TargetId: id, Arn: accountArn(organization, id), Name: name, Type: "ACCOUNT" };
}
