// Which domain names show a certificate: ACM keeps those that are in use.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { listDomainNames } from "../../service/api-domains/repo.ts";
import type { ReadTx } from "../../store/store.ts";

/** The ARNs of the domain names that have the certificate, in its own region. */
export function* certificateUsers(tx: ReadTx, certificateArn: string): Generator<string> {
  const arn = parseArn(certificateArn);
  if (arn === undefined) return;
  const scope = { account: parseAccountId(arn.account), region: parseRegion(arn.region) };
  for (const domain of listDomainNames(tx, scope))
    if (domain.certificateArn === certificateArn || domain.regionalCertificateArn === certificateArn)
      yield formatArn("apigateway", scope.region, "", `/domainnames/${domain.domainName}`);
}
