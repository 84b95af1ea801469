// Which distributions show a certificate: ACM keeps those that are in use.

import { parseArn } from "../../kernel/arns.ts";
import type { ReadTx } from "../../store/store.ts";
import { arnOf } from "./ids.ts";
import { listDistributions } from "./repo.ts";

/** The ARNs of the distributions that have the certificate: its own account's. */
export function* certificateUsers(tx: ReadTx, certificateArn: string): Generator<string> {
  const { account } = parseArn(certificateArn) ?? {};
  if (account === undefined) return;
  for (const { id, config } of listDistributions(tx, account))
    if (config.ViewerCertificate?.ACMCertificateArn === certificateArn) yield arnOf(account, "distribution", id);
}
