// The only file that knows the keys of AWS Organizations. An organization is in no region, and its accounts see one and the same.

import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  CreationRecord,
  HandshakeRecord,
  MemberRecord,
  OrganizationRecord,
  PolicyRecord,
  Tags,
  UnitRecord,
} from "./records.ts";

interface Parts {
  readonly unit: UnitRecord;
  readonly member: MemberRecord;
  readonly policy: PolicyRecord;
  readonly creation: CreationRecord;
}

/** Kinds of things in an organization, each by its id. */
export type PartKind = keyof Parts;

const SERVICE = "organizations";
const organizationKey = (id: string): Key => [SERVICE, "", "", "organization", id];
const membershipKey = (account: string): Key => [SERVICE, account, "", "membership"];
const partKey = (organization: string, kind: PartKind, ...id: Key): Key => [SERVICE, "", "", kind, organization, ...id];
const handshakeKey = (...id: Key): Key => [SERVICE, "", "", "handshake", ...id];
const tagsKey = (organization: string, ...resource: Key): Key => [SERVICE, "", "", "tags", organization, ...resource];
// Both ways: what hangs on a target is asked as often as what a policy hangs on.
const attachedKey = (organization: string, target: string, ...policy: Key): Key => [
  SERVICE,
  "",
  "",
  "attached",
  organization,
  target,
  ...policy,
];
const targetKey = (organization: string, policy: string, ...target: Key): Key => [
  SERVICE,
  "",
  "",
  "target",
  organization,
  policy,
  ...target,
];

/** The organization that an account is in. */
export function findOrganization(tx: ReadTx, account: string): OrganizationRecord | undefined {
  const id = tx.get<string>(membershipKey(account));
  return id === undefined ? undefined : tx.get<OrganizationRecord>(organizationKey(id));
}

export function loadOrganization(tx: ReadTx, id: string): OrganizationRecord | undefined {
  return tx.get<OrganizationRecord>(organizationKey(id));
}

export function saveOrganization(tx: WriteTx, organization: OrganizationRecord): void {
  tx.put(organizationKey(organization.id), organization);
}

/** All that belongs to it goes with it. */
export function removeOrganization(tx: WriteTx, { id }: OrganizationRecord): void {
  tx.delete(organizationKey(id));
  for (const kind of ["unit", "member", "policy", "creation", "tags", "attached", "target"])
    for (const { key } of [...tx.range({ prefix: [SERVICE, "", "", kind, id] })]) tx.delete(key);
}

export function saveMember(tx: WriteTx, organization: string, member: MemberRecord): void {
  tx.put(partKey(organization, "member", member.account), member);
  tx.put(membershipKey(member.account), organization);
}

export function removeMember(tx: WriteTx, organization: string, account: string): void {
  tx.delete(partKey(organization, "member", account));
  tx.delete(membershipKey(account));
  removeTags(tx, organization, account);
}

export function loadPart<Kind extends PartKind>(
  tx: ReadTx,
  organization: string,
  kind: Kind,
  id: string,
): Parts[Kind] | undefined {
  return tx.get<Parts[Kind]>(partKey(organization, kind, id));
}

/** In the order of their ids. */
export function listParts<Kind extends PartKind>(tx: ReadTx, organization: string, kind: Kind): readonly Parts[Kind][] {
  return [...tx.range<Parts[Kind]>({ prefix: partKey(organization, kind) })].map(({ value }) => value);
}

export function savePart<Kind extends Exclude<PartKind, "member">>(
  tx: WriteTx,
  organization: string,
  kind: Kind,
  part: Parts[Kind],
): void {
  tx.put(partKey(organization, kind, part.id), part);
}

export function removePart(tx: WriteTx, organization: string, kind: Exclude<PartKind, "member">, id: string): void {
  tx.delete(partKey(organization, kind, id));
  removeTags(tx, organization, id);
}

export function attach(tx: WriteTx, organization: string, policy: string, target: string): void {
  tx.put(attachedKey(organization, target, policy), true);
  tx.put(targetKey(organization, policy, target), true);
}

export function detach(tx: WriteTx, organization: string, policy: string, target: string): void {
  tx.delete(attachedKey(organization, target, policy));
  tx.delete(targetKey(organization, policy, target));
}

/** The ids of the policies that hang on a root, a unit or an account. */
export function attachedTo(tx: ReadTx, organization: string, target: string): readonly string[] {
  return lastParts(tx, attachedKey(organization, target));
}

/** The ids of what a policy hangs on. */
export function targetsOf(tx: ReadTx, organization: string, policy: string): readonly string[] {
  return lastParts(tx, targetKey(organization, policy));
}

function lastParts(tx: ReadTx, prefix: Key): readonly string[] {
  return [...tx.range({ prefix })].map(({ key }) => String(key.at(-1)));
}

export function loadTags(tx: ReadTx, organization: string, resource: string): Tags {
  return tx.get<Tags>(tagsKey(organization, resource)) ?? {};
}

export function saveTags(tx: WriteTx, organization: string, resource: string, tags: Tags): void {
  if (Object.keys(tags).length === 0) removeTags(tx, organization, resource);
  else tx.put(tagsKey(organization, resource), tags);
}

function removeTags(tx: WriteTx, organization: string, resource: string): void {
  tx.delete(tagsKey(organization, resource));
}

export function loadHandshake(tx: ReadTx, id: string): HandshakeRecord | undefined {
  return tx.get<HandshakeRecord>(handshakeKey(id));
}

export function saveHandshake(tx: WriteTx, handshake: HandshakeRecord): void {
  tx.put(handshakeKey(handshake.id), handshake);
}

/** All invitations of the yard: there are few. */
export function listHandshakes(tx: ReadTx): readonly HandshakeRecord[] {
  return [...tx.range<HandshakeRecord>({ prefix: handshakeKey() })].map(({ value }) => value);
}
