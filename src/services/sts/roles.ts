// Roles as STS sees them: found by ARN, in whichever account, and assumed.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { parseAccountId } from "../../kernel/ids.ts";
import { arnOf } from "../../iam/directory/names.ts";
import type { RoleRecord } from "../../iam/directory/records.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import type { AssumedRole, Federation } from "../../iam/principal.ts";
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

/** The principal of a session of the role. Its tags are the role's with the session's over them. */
export function roleSession(
  { account, record }: FoundRole,
  session: {
    readonly sessionName: string;
    readonly policies: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
    readonly transitiveTagKeys: readonly string[];
    readonly sourceIdentity: string | undefined;
    readonly federation?: Federation;
    readonly isMfaAuthenticated?: boolean;
  },
): AssumedRole {
  const { sessionName, policies, transitiveTagKeys, sourceIdentity, federation } = session;
  const tags = { ...record.tags, ...session.tags };
  return {
    kind: "assumed-role",
    account: parseAccountId(account),
    arn: formatArn("sts", "", account, `assumed-role/${record.name}/${sessionName}`),
    userId: `${record.id}:${sessionName}`,
    roleArn: arnOf(account, "role", record),
    roleName: record.name,
    sessionName,
    sessionPolicies: policies,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(transitiveTagKeys.length === 0 ? {} : { transitiveTagKeys }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(federation === undefined ? {} : { federation }),
    ...(session.isMfaAuthenticated === true ? { isMfaAuthenticated: true } : {}),
  };
}
