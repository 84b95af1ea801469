// Which certificate a TLS server of the yard shows under a name, and what services ask that would show one.

import { parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { CertificateFacts, YardContext } from "../../service/context.ts";
import type { ServedCertificate } from "../../service/service.ts";
import type { ReadTx } from "../../store/store.ts";
import { certificateArn, statusOf } from "./certificates.ts";
import { privateKeyOf } from "./issuing.ts";
import { certificateOfName, loadCertificate } from "./repo.ts";

/** The issued certificate for a name, itself or by a wildcard right above it. RFC 6125: a wildcard is one whole label. */
export async function certificateFor(serverName: string, yard: YardContext): Promise<ServedCertificate | undefined> {
  const name = serverName.toLowerCase();
  const wildcard = `*${name.slice(name.indexOf("."))}`;
  const found = yard.store.read((tx) => certificateOfName(tx, name) ?? certificateOfName(tx, wildcard));
  const issued = found?.certificate.issued;
  if (found === undefined || issued === undefined || statusOf(found.certificate, yard.clock.nowMs()) !== "ISSUED")
    return undefined;
  const privateKey = await privateKeyOf(yard, found.scope, found.certificate.id, issued);
  return { certificate: issued.certificate + issued.chain, privateKey };
}

/** A certificate of any account and region, by its ARN. */
export function findCertificate(tx: ReadTx, arn: string, nowMs: number): CertificateFacts | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "acm" || !isRegion(parsed.region) || !/^\d{12}$/.test(parsed.account)) return undefined;
  const scope = { account: parseAccountId(parsed.account), region: parsed.region };
  const certificate = loadCertificate(tx, scope, parsed.resource.slice("certificate/".length));
  if (certificate === undefined || certificateArn(scope, certificate.id) !== arn) return undefined;
  return { names: certificate.names, isIssued: statusOf(certificate, nowMs) === "ISSUED" };
}
