// RequestCertificate: a certificate of the machine's authority, issued when its names are validated.

import type { RequestCertificateCommandInput, RequestCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import type { CertificateRecord } from "../records.ts";
import { certificateArn } from "../certificates.ts";
import { limitExceeded } from "../errors.ts";
import { sendApprovalMail } from "../mails.ts";
import { listCertificates, saveCertificate } from "../repo.ts";
import { requested } from "../requests.ts";
import { enqueueValidation } from "../validation.ts";

export const requestCertificate = defineOperation<
  Input<RequestCertificateCommandInput>,
  RequestCertificateCommandOutput
>("RequestCertificate", (input, context) => {
  const certificate = requested(input, context);
  const id = context.store.write((tx) => {
    const others = [...listCertificates(tx, context)];
    const same = others.find((other) => isSameRequest(other, certificate));
    if (same !== undefined) return same.id;
    if (others.length >= MOST_CERTIFICATES)
      throw limitExceeded(`An account can have no more than ${MOST_CERTIFICATES} certificates in a region.`);
    saveCertificate(tx, context, certificate);
    for (const domain of certificate.domains) if (domain.emails !== undefined) sendApprovalMail(tx, context, domain);
    enqueueValidation(tx, context, certificate.id);
    return certificate.id;
  });
  return { CertificateArn: certificateArn(context, id) };
});

/** AWS: "Quotas" (ACM user guide). */
const MOST_CERTIFICATES = 2_500;
const HOUR_MS = 3_600_000;

/** AWS: RequestCertificate, IdempotencyToken: within one hour, the same token and names mean the same request. */
function isSameRequest(one: CertificateRecord, other: CertificateRecord): boolean {
  return (
    one.idempotencyToken !== undefined &&
    one.idempotencyToken === other.idempotencyToken &&
    other.createdAtMs - one.createdAtMs < HOUR_MS &&
    one.names.join() === other.names.join() &&
    one.method === other.method
  );
}
