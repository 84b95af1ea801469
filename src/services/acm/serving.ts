// Which certificate a TLS server of the yard shows under a name.

import type { ServedCertificate } from "../../service/service.ts";
import type { YardContext } from "../../service/context.ts";
import { statusOf } from "./certificates.ts";
import { privateKeyOf } from "./issuing.ts";
import { certificateOfName } from "./repo.ts";

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
