// The credential report: a line for the root user and for each user, who has which credentials, how old and when last used.
// AWS: "Getting credential reports for your AWS account": the columns, and what stands in them.

import { loadKeyUse } from "../../iam/directory/accesses.ts";
import { loadPasswordPolicy } from "../../iam/directory/account-settings.ts";
import { arnOf } from "../../iam/directory/names.ts";
import type { AccessKeyRecord, UserRecord } from "../../iam/directory/records.ts";
import { accessKeysOf, listNamed, requireAccount } from "../../iam/directory/repo.ts";
import type { ReadTx } from "../../store/store.ts";
import { rotationDueMs } from "./passwords.ts";

const KEY_COLUMNS = ["active", "last_rotated", "last_used_date", "last_used_region", "last_used_service"];
const COLUMNS = [
  ...["user", "arn", "user_creation_time"],
  ...["password_enabled", "password_last_used", "password_last_changed", "password_next_rotation", "mfa_active"],
  ...[1, 2].flatMap((number) => KEY_COLUMNS.map((column) => `access_key_${number}_${column}`)),
  ...[1, 2].flatMap((number) => [`cert_${number}_active`, `cert_${number}_last_rotated`]),
];
const NONE = "N/A";
const UNSUPPORTED = "not_supported";
/** The root user has no MFA devices, and nobody signing certificates. */
const NO_MFA = "false";
const NO_CERTIFICATES = ["false", NONE, "false", NONE];

/** The report of an account, as comma-separated values. */
export function credentialReport(tx: ReadTx, account: string): string {
  const lines = [COLUMNS, rootLine(tx, account)];
  for (const user of listNamed(tx, account, "user")) lines.push(userLine(tx, account, user));
  return lines.map((line) => line.join(",")).join("\n");
}

function rootLine(tx: ReadTx, account: string): readonly string[] {
  return [
    ...["<root_account>", `arn:aws:iam::${account}:root`, timeOf(requireAccount(tx, account).createdAtMs)],
    ...[UNSUPPORTED, "no_information", UNSUPPORTED, UNSUPPORTED, NO_MFA],
    ...keyFields(tx, undefined),
    ...keyFields(tx, undefined),
    ...NO_CERTIFICATES,
  ];
}

function userLine(tx: ReadTx, account: string, user: UserRecord): readonly string[] {
  const [first, second] = accessKeysOf(tx, account, user.name);
  return [
    ...[user.name, arnOf(account, "user", user), timeOf(user.createdAtMs)],
    ...passwordFields(tx, account, user),
    String((user.mfaDevices ?? []).length > 0),
    ...keyFields(tx, first),
    ...keyFields(tx, second),
    ...NO_CERTIFICATES,
  ];
}

function passwordFields(tx: ReadTx, account: string, { login }: UserRecord): readonly string[] {
  if (login === undefined) return ["false", NONE, NONE, NONE];
  const dueMs = rotationDueMs(login, loadPasswordPolicy(tx, account));
  return ["true", "no_information", timeOf(login.changedAtMs), dueMs === undefined ? NONE : timeOf(dueMs)];
}

function keyFields(tx: ReadTx, key: AccessKeyRecord | undefined): readonly string[] {
  if (key === undefined) return ["false", NONE, NONE, NONE, NONE];
  const use = loadKeyUse(tx, key.id);
  return [
    String(key.isActive),
    key.isActive ? timeOf(key.createdAtMs) : NONE,
    ...(use === undefined ? [NONE, NONE, NONE] : [timeOf(use.atMs), use.region, use.service]),
  ];
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

// AWS: "You can generate a credential report as often as once every four hours."
const LASTS_MS = 4 * 3_600_000;

/** True if another report has to be made. */
export function isOutdated(generatedAtMs: number, nowMs: number): boolean {
  return generatedAtMs + LASTS_MS <= nowMs;
}
