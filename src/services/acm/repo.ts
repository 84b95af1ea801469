// The only file that knows ACM's keys. Names of issued certificates, pending ones and approvals are kept for the yard as a whole.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { CertificateRecord, MailRecord } from "./records.ts";

const key = ({ account, region }: Scope, ...rest: Key): Key => ["acm", account, region, ...rest];
const shared = (...rest: Key): Key => ["acm", "", "", ...rest];

/** A certificate and where it is. */
export interface Place {
  readonly scope: Scope;
  readonly id: string;
}

export function loadCertificate(tx: ReadTx, scope: Scope, id: string): CertificateRecord | undefined {
  return tx.get<CertificateRecord>(key(scope, "certificate", id));
}

/** Keeps a certificate, and what finds it by name and state. */
export function saveCertificate(tx: WriteTx, scope: Scope, certificate: CertificateRecord): void {
  forgetCertificate(tx, scope, certificate.id);
  const { id, status, names, issued, domains } = certificate;
  tx.put(key(scope, "certificate", id), certificate);
  const { account, region } = scope;
  if (status === "ISSUED" && issued !== undefined)
    for (const name of names) tx.put(shared("name", name.toLowerCase(), issued.notAfterMs, account, region, id), true);
  if (status === "PENDING_VALIDATION") tx.put(shared("pending", account, region, id), true);
  for (const { approvalToken: token } of domains)
    if (token !== undefined) tx.put(shared("approval", token), [account, region, id]);
}

/** Removes a certificate and what finds it. */
export function forgetCertificate(tx: WriteTx, scope: Scope, id: string): void {
  const known = loadCertificate(tx, scope, id);
  if (known === undefined) return;
  const { account, region } = scope;
  tx.delete(key(scope, "certificate", id));
  for (const name of known.names)
    tx.delete(shared("name", name.toLowerCase(), known.issued?.notAfterMs ?? 0, account, region, id));
  tx.delete(shared("pending", account, region, id));
  for (const { approvalToken: token } of known.domains) if (token !== undefined) tx.delete(shared("approval", token));
}

export function* listCertificates(tx: ReadTx, scope: Scope): Generator<CertificateRecord> {
  for (const { value } of tx.range<CertificateRecord>({ prefix: key(scope, "certificate") })) yield value;
}

/** The issued certificate of exactly this name that is valid for longest, whoever has it. */
export function certificateOfName(
  tx: ReadTx,
  name: string,
): { scope: Scope; certificate: CertificateRecord } | undefined {
  for (const { key: found } of tx.range({ prefix: shared("name", name), reverse: true, limit: 1 })) {
    const { scope, id } = placeOf(found.slice(-3));
    const certificate = loadCertificate(tx, scope, id);
    if (certificate !== undefined) return { scope, certificate };
  }
  return undefined;
}

/** All that wait for their validation. */
export function pendingCertificates(tx: ReadTx): readonly Place[] {
  return [...tx.range({ prefix: shared("pending") })].map(({ key: found }) => placeOf(found.slice(-3)));
}

/** The certificate for which a mail's link is. */
export function placeOfApproval(tx: ReadTx, token: string): Place | undefined {
  const found = tx.get<Key>(shared("approval", token));
  return found === undefined ? undefined : placeOf(found);
}

function placeOf([account, region, id]: Key): Place {
  return { scope: { account: parseAccountId(String(account)), region: parseRegion(String(region)) }, id: String(id) };
}

export function saveMail(tx: WriteTx, scope: Scope, mail: MailRecord): void {
  tx.put(key(scope, "mail", mail.sentAtMs, mail.messageId), mail);
}

export function* listMails(tx: ReadTx, scope: Scope): Generator<MailRecord> {
  for (const { value } of tx.range<MailRecord>({ prefix: key(scope, "mail") })) yield value;
}
