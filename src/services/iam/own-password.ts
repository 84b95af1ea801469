// The password policy's wish that users change their own passwords, as a policy: it allows where nothing else does, and a denial still wins.
// AWS: "Permitting IAM users to change their own passwords".

import type { AccessRequest } from "../../iam/authorization.ts";
import { loadPasswordPolicy } from "../../iam/directory/account-settings.ts";
import type { PermissionCall } from "../../service/service.ts";

const ACTIONS = ["iam:ChangePassword", "iam:GetAccountPasswordPolicy"];

/** What the account's password policy allows a user in this request; undefined where it says nothing. */
export function ownPasswordPolicy({ action }: AccessRequest, { principal, yard }: PermissionCall): string | undefined {
  if (principal.kind !== "user" || !ACTIONS.includes(action)) return undefined;
  const policy = yard.store.read((tx) => loadPasswordPolicy(tx, principal.account));
  if (policy?.allowsUsersToChange !== true) return undefined;
  const statement = (Action: string, Resource: string): object => ({
    Effect: "Allow",
    Principal: { AWS: principal.arn },
    Action,
    Resource,
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [statement("iam:ChangePassword", principal.arn), statement("iam:GetAccountPasswordPolicy", "*")],
  });
}
