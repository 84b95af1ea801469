// For tests of what shows certificates: one that ACM has, without zones and validation.

import { ACMClient, ImportCertificateCommand } from "@aws-sdk/client-acm";
import { newKeyPair } from "../service/certificates/authority.ts";
import type { TestAccount, TestYard } from "./harness.ts";

const DAY_MS = 86_400_000;

/** Imports a certificate of these names into ACM, in the account's region or another; gives its ARN. */
export async function importCertificate(
  yard: TestYard,
  account: TestAccount,
  names: readonly [string, ...string[]],
  region: string = account.region,
): Promise<string> {
  const { authority, clock } = yard.yard.context;
  const { publicKey, privateKey } = await newKeyPair("EC_prime256v1");
  const nowMs = clock.nowMs();
  const certificate = await authority.issue({
    names,
    publicKey,
    notBeforeMs: nowMs - DAY_MS,
    notAfterMs: nowMs + 90 * DAY_MS,
  });
  const acm = new ACMClient({ ...account.config, region });
  const { CertificateArn = "" } = await acm.send(
    new ImportCertificateCommand({
      Certificate: Buffer.from(certificate),
      PrivateKey: Buffer.from(privateKey),
      CertificateChain: Buffer.from(await authority.certificate()),
    }),
  );
  return CertificateArn;
}
