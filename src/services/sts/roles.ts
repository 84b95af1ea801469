// Roles as STS sees them: found by ARN, in whichever account.

import { parseArn } from "../../kernel/arns.ts";
import { arnOf } from "../../iam/directory/names.ts";
import type { RoleRecord } from "../../iam/directory/records.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import type { Store } from "../../store/store.ts";

export interface FoundRole {
  readonly account: string;
  readonly record: RoleRecord;
}

/** The role of this ARN; undefined if there is none, or if the path is another. */
export function findRole(store: Store, arn: string): FoundRole | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith("role/")) return undefined;
  const { account } = parsed;
  const name = parsed.resource.slice(parsed.resource.lastIndexOf("/") + 1);
  const record = store.read((tx) => loadNamed(tx, account, "role", name));
  return record !== undefined && arnOf(account, "role", record) === arn ? { account, record } : undefined;
}
