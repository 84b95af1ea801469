// What an account has one of: its password policy and its last credential report.

import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { CredentialReport, PasswordPolicy } from "./records.ts";

const policyKey = (account: string): Key => ["iam", account, "", "password-policy"];
const reportKey = (account: string): Key => ["iam", account, "", "credential-report"];

/** The password policy that an administrator set; undefined where AWS's own holds. */
export function loadPasswordPolicy(tx: ReadTx, account: string): PasswordPolicy | undefined {
  return tx.get<PasswordPolicy>(policyKey(account));
}

export function savePasswordPolicy(tx: WriteTx, account: string, policy: PasswordPolicy): void {
  tx.put(policyKey(account), { v: 1, ...policy });
}

export function removePasswordPolicy(tx: WriteTx, account: string): void {
  tx.delete(policyKey(account));
}

export function loadCredentialReport(tx: ReadTx, account: string): CredentialReport | undefined {
  return tx.get<CredentialReport>(reportKey(account));
}

export function saveCredentialReport(tx: WriteTx, account: string, report: CredentialReport): void {
  tx.put(reportKey(account), report);
}
