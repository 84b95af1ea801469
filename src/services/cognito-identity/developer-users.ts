// Users of the customer's own directory, as a pool knows them. Pure. AWS: "Developer-authenticated identities".

import { invalidParameter } from "./errors.ts";
import type { PoolRecord } from "./records.ts";

/** Throws unless the pool has this provider for its customer's own users. */
export function requireDeveloperProvider({ settings }: PoolRecord, name: string): void {
  if (settings.DeveloperProviderName !== name)
    throw invalidParameter(`'${name}' is not the developer provider of this identity pool.`);
}

/** The customer's own user among logins, and the other logins. */
export function developerLogin(
  { settings }: PoolRecord,
  logins: Readonly<Record<string, string>>,
): { readonly provider: string; readonly user: string; readonly others: Readonly<Record<string, string>> } {
  const provider = settings.DeveloperProviderName;
  const user = provider === undefined ? undefined : logins[provider];
  if (provider === undefined || user === undefined)
    throw invalidParameter("Please provide a login of the developer provider of this identity pool.");
  const { [provider]: _, ...others } = logins;
  return { provider, user, others };
}
