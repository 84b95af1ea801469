// Instance profiles: the envelope in which EC2 takes a role.

import type { InstanceProfile } from "@aws-sdk/client-iam";
import type { Context } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { instanceProfileNotFound } from "./errors.ts";
import type { InstanceProfileRecord } from "../../iam/directory/records.ts";
import { changeIam, loadNamed, saveNamed } from "../../iam/directory/repo.ts";
import { instanceProfileView } from "./views.ts";

/** The profile of this name; throws NoSuchEntity. */
export function requireInstanceProfile(tx: ReadTx, account: string, name: string): InstanceProfileRecord {
  const profile = loadNamed(tx, account, "instance-profile", name);
  if (profile === undefined) throw instanceProfileNotFound(name);
  return profile;
}

/** Reads a profile in a transaction of its own; throws NoSuchEntity. */
export function readInstanceProfile(context: Context, name: string): InstanceProfileRecord {
  return context.store.read<InstanceProfileRecord>((tx) => requireInstanceProfile(tx, context.account, name));
}

/** Replaces a profile by what `change` makes of it, in one transaction. */
export function changeInstanceProfile(
  context: Context,
  name: string,
  change: (profile: InstanceProfileRecord, tx: WriteTx) => InstanceProfileRecord,
): void {
  changeIam<void>(context.store, (tx) => {
    const changed = change(requireInstanceProfile(tx, context.account, name), tx);
    saveNamed(tx, context.account, "instance-profile", changed);
  });
}

/** A profile as answers show it, with its role. */
export function viewWithRole(context: Context, profile: InstanceProfileRecord): InstanceProfile {
  const { roleName } = profile;
  const role =
    roleName === undefined ? undefined : context.store.read((tx) => loadNamed(tx, context.account, "role", roleName));
  return instanceProfileView(context.account, profile, role);
}
